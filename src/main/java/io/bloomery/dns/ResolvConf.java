package io.bloomery.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The servers this host itself asks (resolv.conf(5)). */
final class ResolvConf {
  private ResolvConf() {}

  /** Without us: a question would come back for ever. */
  static List<Peer> servers(Path file, Collection<InetAddress> us, int port) {
    List<Peer> servers = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.trim().split("\\s+");
        if (words.length > 1 && words[0].equals("nameserver") && !words[1].contains("%")) {
          Peer server = Peer.of(file.toString(), words[1]);
          if (port != server.port() || !us.contains(server.address())) {
            servers.add(server);
          }
        }
      }
    } catch (IOException | IllegalArgumentException none) {
      return List.copyOf(servers);
    }
    return servers;
  }
}
