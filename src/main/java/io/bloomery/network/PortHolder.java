package io.bloomery.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names the programs on a port, for an error message that helps. */
public final class PortHolder {
  /** As /proc/net/tcp writes the state of a listening socket (TCP_LISTEN). */
  private static final String LISTENS = "0A";

  private PortHolder() {}

  /**
   * Who has the UDP port, or else who listens at the TCP port of this number. For example {@code
   * dnsmasq (process 812)}; only root sees other people's processes.
   */
  public static String of(int port) {
    try {
      Set<String> sockets = sockets(port, "udp", "udp6");
      if (sockets.isEmpty()) {
        sockets = sockets(port, "tcp", "tcp6");
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

  private static Set<String> sockets(int port, String... protocols) throws IOException {
    Set<String> sockets = new HashSet<>();
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (String protocol : protocols) {
      Path table = Path.of("/proc/net", protocol);
      if (!Files.exists(table)) {
        continue; // a host without IPv6
      }
      // Columns: number, local address, remote address, state, …, and the tenth is the inode.
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.trim().split("\\s+");
        if (columns.length > 9
            && columns[1].endsWith(suffix)
            && (protocol.startsWith("udp") || columns[3].equals(LISTENS))) {
          sockets.add("socket:[" + columns[9] + "]");
        }
      }
    }
    return sockets;
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
