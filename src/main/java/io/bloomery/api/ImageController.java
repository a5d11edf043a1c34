package io.bloomery.api;

import io.bloomery.image.Image;
import io.bloomery.image.Images;
import io.bloomery.process.signin.Account;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What can be put on machines. */
@RestController
@RequestMapping(path = "/api/v1/images", produces = MediaType.APPLICATION_JSON_VALUE)
class ImageController {
  private final Images images;

  ImageController(Images images) {
    this.images = images;
  }

  @GetMapping
  List<Image> list(@AuthenticationPrincipal Account caller) {
    return images.list();
  }

  @GetMapping("/{image}")
  Image one(@AuthenticationPrincipal Account caller, @PathVariable String image) {
    return images.find(image).orElseThrow(() -> Refused.unknown("image", image));
  }
}
