package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.process.LifeCycle;
import io.bloomery.process.signin.Account;
import io.bloomery.tenancy.Allocation;
import io.bloomery.tenancy.Allocations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts what happens to a machine. Each answer names the process instance to watch. */
@RestController
@RequestMapping(path = "/api/v1/machines/{machine}", produces = MediaType.APPLICATION_JSON_VALUE)
class LifeController {
  record Commission(@Size(max = 50) List<@NotBlank @Size(max = 100) String> tests) {}

  record Deploy(@NotBlank @Size(max = 100) String image) {}

  record Release(boolean keepDisks) {}

  record Cancel(@NotBlank @Size(max = 500) String reason) {}

  record Started(String machine, String processInstance) {}

  private final LifeCycle life;
  private final Allocations allocations;
  private final Visibility visibility;

  LifeController(LifeCycle life, Allocations allocations, Visibility visibility) {
    this.life = life;
    this.allocations = allocations;
    this.visibility = visibility;
  }

  @PostMapping("/commission")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Started commission(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody(required = false) Commission order) {
    Machine seen = visibility.ofManager(caller, machine);
    return new Started(seen.id(), life.commission(seen.id(), order == null ? null : order.tests()));
  }

  @PostMapping("/deploy")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Started deploy(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody Deploy order) {
    Machine seen = visibility.ofHolder(caller, machine);
    return new Started(seen.id(), life.deploy(seen.id(), order.image()));
  }

  /** A machine that is lent is given back through its allocation, so that this ends too. */
  @PostMapping("/release")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Started release(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody(required = false) Release order) {
    Machine seen = visibility.ofHolder(caller, machine);
    Optional<Allocation> lent = allocations.ofMachine(seen.id());
    boolean keepDisks = order != null && order.keepDisks();
    if (keepDisks) {
      // Erasing protects the holder before from the next one, so the holder alone cannot wave it.
      Visibility.manager(caller);
    }
    if (!keepDisks && lent.isPresent() && life.giveBack(lent.get().id())) {
      return new Started(seen.id(), lent.get().id());
    }
    return new Started(seen.id(), life.release(seen.id(), keepDisks));
  }

  /** Ends the process that holds the machine; the machine stays as it is. */
  @PostMapping("/cancel")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody Cancel order) {
    Machine seen = visibility.ofManager(caller, machine);
    life.cancel(seen.id(), order.reason());
  }
}
