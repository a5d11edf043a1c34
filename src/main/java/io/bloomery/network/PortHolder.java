package io.bloomery.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names the programs on a UDP port, for an error message that helps. */
public final class PortHolder {
  private PortHolder() {}

  /** For example {@code dnsmasq (process 812)}; only root sees other people's processes. */
  public static String of(int port) {
    try {
      Set<String> sockets = new HashSet<>();
      String suffix = String.format(Locale.ROOT, ":%04X", port);
      for (String line : Files.readAllLines(Path.of("/proc/net/udp"))) {
        String[] columns = line.trim().split("\\s+");
        if (columns.length > 9 && columns[1].endsWith(suffix)) {
          sockets.add("socket:[" + columns[9] + "]");
        }
      }
      Set<String> holders = new HashSet<>();
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        for (Path process : processes) {
          if (holds(process, sockets)) {
            String name = Files.readString(process.resolve("comm")).trim();
            holders.add(name + " (process " + process.getFileName() + ")");
          }
        }
      }
      return holders.isEmpty() ? "another program" : String.join(", ", holders);
    } catch (IOException | RuntimeException unreadable) {
      return "another program";
    }
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
    } catch (IOException | RuntimeException goneOrForbidden) {
      return false;
    }
    return false;
  }
}
