package io.bloomery.image;

import io.bloomery.worker.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Whether an image can be served. Its content is checked by the machine that writes it, as it
 * streams by.
 */
@Component
class ImageCheck {
  private final Images images;

  ImageCheck(Images images) {
    this.images = images;
  }

  Outcome of(String nameOrDigest) throws IOException {
    Image image = images.find(nameOrDigest).orElse(null);
    if (image == null) {
      return Outcome.giveUp(
          "image: " + nameOrDigest + " (expected: the name or digest of an image in the store)");
    }
    Path file = images.file(image.digest()).orElse(null);
    if (file == null) {
      return Outcome.giveUp(
          "image "
              + image.name()
              + ": its file "
              + image.digest()
              + " is missing; import it again");
    }
    long length = Files.size(file);
    if (length != image.storedLength()) {
      return Outcome.giveUp(
          "image "
              + image.name()
              + ": "
              + length
              + " bytes (expected: "
              + image.storedLength()
              + "); import it again");
    }
    return Outcome.done(Map.of("imageDigest", image.digest()));
  }
}
