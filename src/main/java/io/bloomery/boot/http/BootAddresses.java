package io.bloomery.boot.http;

import io.bloomery.boot.BootSettings;
import io.bloomery.network.NetworkSettings;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the boot port is: one address, and the IPv6 addresses of the machines' interface. */
final class BootAddresses {
  private static final Logger log = LoggerFactory.getLogger(BootAddresses.class);

  private BootAddresses() {}

  /** The first is the one that machines are told. */
  static List<InetAddress> of(BootSettings settings, NetworkSettings network) throws IOException {
    if (!settings.httpAddress().isBlank()) {
      return List.of(InetAddress.getByName(settings.httpAddress()));
    }
    if (!network.enabled()) {
      return List.of(InetAddress.getByName("127.0.0.1"));
    }
    List<InetAddress> all = new ArrayList<>();
    all.add(InetAddress.getByAddress(network.address().bytes()));
    NetworkInterface device = NetworkInterface.getByName(network.device());
    if (device != null) {
      device
          .inetAddresses()
          .filter(it -> it instanceof Inet6Address && usable(it))
          .forEach(all::add);
    }
    return all;
  }

  /**
   * An address on a cable without a carrier stays tentative (RFC 4862 section 5.4), and nothing can
   * listen there. No reason not to start: IPv4 is what firmware boots by.
   */
  private static boolean usable(InetAddress address) {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.isBound();
    } catch (IOException refused) {
      log.info("no HTTP on {}: {}", address.getHostAddress(), refused.getMessage());
      return false;
    }
  }
}
