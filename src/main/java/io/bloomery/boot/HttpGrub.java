package io.bloomery.boot;

import io.bloomery.network.NetworkSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/**
 * GRUB for ARM64 firmware that boots over HTTP. It goes on by TFTP, as all other GRUBs do, but this
 * firmware does not tell it where it was loaded from: so the controller's address is written into
 * the configuration that is built into it.
 */
@Component
class HttpGrub {
  static final String NAME = "http-arm64.efi";

  /** What src/main/ramdisk/build leaves room with; no address is longer. */
  private static final byte[] ROOM = "255.255.255.255".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final byte[] address;

  HttpGrub(BootSettings boot, NetworkSettings network) {
    file = boot.files().resolve(NAME);
    String padded = "%-15s".formatted(network.address());
    address = padded.getBytes(StandardCharsets.US_ASCII);
  }

  /** Half a megabyte, once a boot. */
  void serve(HttpServletResponse response) throws IOException {
    byte[] grub = Files.readAllBytes(file);
    int at = place(grub);
    System.arraycopy(address, 0, grub, at, address.length);
    response.setContentType("application/efi");
    response.setContentLength(grub.length);
    response.getOutputStream().write(grub);
  }

  private int place(byte[] grub) throws IOException {
    for (int at = 0; at + ROOM.length <= grub.length; at++) {
      if (Arrays.equals(grub, at, at + ROOM.length, ROOM, 0, ROOM.length)) {
        return at;
      }
    }
    throw new IOException(
        file
            + ": no room for the controller's address (expected: what `./bloomery ramdisk arm64`"
            + " makes)");
  }
}
