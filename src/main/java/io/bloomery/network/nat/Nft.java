package io.bloomery.network.nat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** nft(8). It is told everything by its standard input, so nothing can become an option of it. */
final class Nft {
  private Nft() {}

  /**
   * Runs commands, all of them or none.
   *
   * @return what it prints
   * @throws IllegalStateException if it cannot be run, or refuses
   */
  static String run(String commands) {
    Path printed = null;
    try {
      printed = Files.createTempFile("bloomery-nft-", ".txt");
      Process nft = start(printed);
      try (var input = nft.outputWriter(StandardCharsets.UTF_8)) {
        input.write(commands);
      }
      if (!nft.waitFor(30, TimeUnit.SECONDS)) {
        nft.destroyForcibly();
        throw new IllegalStateException("NAT: nft did not end within 30 s");
      }
      String output = Files.readString(printed);
      if (nft.exitValue() != 0) {
        throw new IllegalStateException(reason(output));
      }
      return output;
    } catch (IOException failed) {
      throw new IllegalStateException("NAT: nft failed: " + failed.getMessage(), failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("NAT: interrupted while nft worked", stopping);
    } finally {
      delete(printed);
    }
  }

  private static Process start(Path printed) {
    ProcessBuilder builder =
        new ProcessBuilder("nft", "-f", "-")
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException missing) {
      throw new IllegalStateException(
          "NAT: nft cannot be started (expected: Debian's package nftables, and /usr/sbin in PATH)."
              + " Install it, or set bloomery.network.nat: false",
          missing);
    }
  }

  private static String reason(String output) {
    String first = output.lines().findFirst().orElse("no reason given").strip();
    return output.contains("Operation not permitted")
        ? "NAT: not allowed ("
            + first
            + "). Run as root or with CAP_NET_ADMIN, or set"
            + " bloomery.network.nat: false"
        : "NAT: nft refuses: " + first;
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException stays) {
      file.toFile().deleteOnExit();
    }
  }
}
