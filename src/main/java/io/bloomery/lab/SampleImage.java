package io.bloomery.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;

/** The image that the launcher builds. */
final class SampleImage {
  static final String NAME = "debian-12";

  /** cloud-init's user in Debian. */
  static final String USER = "debian";

  private SampleImage() {}

  /** An administrator imports it from the controller's import directory. */
  static void importInto(Api administrator, Path home) {
    Path file = home.resolve("target/image/debian-12.raw.zst");
    Api.Answer answer =
        administrator.ask(
            "POST",
            "/api/v1/images",
            Map.of("name", NAME, "os", "debian", "version", "12", "path", file.toString()));
    if (!answer.ok() && !answer.repeated()) {
      throw new LabFailure(
          "import of %s was answered with %d (expected: 2xx): %s"
              .formatted(file, answer.status(), answer.body()));
    }
    JsonNode image = administrator.get("/api/v1/images/" + NAME);
    if (image.path("rawLength").asLong() <= 0) {
      throw new LabFailure("image without a length: " + image);
    }
  }
}
