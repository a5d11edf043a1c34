package io.bloomery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** A small image for machines that do not run it. */
final class SampleImage {
  private static final int LENGTH = 4 << 20;

  private SampleImage() {}

  /** Puts it into the controller's store; gives its digest. */
  static String store(Rest rest, Path data) throws IOException, InterruptedException {
    byte[] bytes = new byte[LENGTH];
    new Random(1).nextBytes(bytes);
    // An empty partition table and the boot sector's signature: the store takes disks only.
    Arrays.fill(bytes, 446, 510, (byte) 0);
    bytes[510] = 0x55;
    bytes[511] = (byte) 0xaa;
    Path file = Files.createDirectories(data.resolve("import")).resolve("sample.raw");
    Files.write(file, bytes);
    JsonNode image =
        rest.post(
            "/api/v1/images",
            Map.of("name", "sample", "os", "none", "version", "1", "path", file.toString()));
    return image.get("digest").asText();
  }
}
