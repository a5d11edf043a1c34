package io.bloomery.api;

import io.bloomery.image.Image;
import io.bloomery.image.Images;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineFilter;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.process.signin.Account;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What can be put on machines. */
@RestController
@RequestMapping(path = "/api/v1/images", produces = MediaType.APPLICATION_JSON_VALUE)
class ImageController {
  private static final Set<MachineStatus> USING =
      EnumSet.of(MachineStatus.DEPLOYING, MachineStatus.DEPLOYED, MachineStatus.FAILED_DEPLOYMENT);

  private final Images images;
  private final Machines machines;

  ImageController(Images images, Machines machines) {
    this.images = images;
    this.machines = machines;
  }

  @GetMapping
  List<Image> list(@AuthenticationPrincipal Account caller) {
    return images.list();
  }

  @GetMapping("/{image}")
  Image one(@AuthenticationPrincipal Account caller, @PathVariable String image) {
    return images.find(image).orElseThrow(() -> Refused.unknown("image", image));
  }

  /** Refused while a machine runs it or gets it. */
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@AuthenticationPrincipal Account caller, @PathVariable String name)
      throws IOException {
    Visibility.manager(caller);
    Image image = one(caller, name);
    String after = null;
    List<Machine> page;
    do {
      page = machines.list(new MachineFilter(USING, null, null, null, after, 1000));
      for (Machine machine : page) {
        if (image.digest().equals(machine.image())) {
          throw Refused.now(
              "image: %s is on machine %s (expected: one that no machine has)"
                  .formatted(name, machine.name()));
        }
        after = machine.id();
      }
    } while (page.size() == 1000);
    images.remove(image.name());
  }
}
