package io.bloomery.power.webhook;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Whether a request may go to a host. Whoever can set a machine's power could make the controller
 * ask in its own name what only it can reach: services on its loopback interface, or those of a
 * cloud at 169.254.169.254.
 */
final class Destination {
  private final List<String> inside;

  Destination(List<String> inside) {
    this.inside = inside;
  }

  /**
   * Looks at every address of the name. The request itself looks it up again, but within a moment:
   * Java keeps an answer for longer (networkaddress.cache.ttl), so it cannot be another one.
   */
  void check(URI uri) {
    String host = uri.getHost();
    if (inside.stream().anyMatch(host::equalsIgnoreCase)) {
      return;
    }
    for (InetAddress address : addresses(host)) {
      if (address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || address.isAnyLocalAddress()
          || address.isMulticastAddress()) {
        throw new FinalFailure(
            ("%s is %s (expected: an address of another host). If it is meant, add it to"
                    + " bloomery.power.webhook.inside")
                .formatted(host, address.getHostAddress()));
      }
    }
  }

  private static InetAddress[] addresses(String host) {
    try {
      return InetAddress.getAllByName(host.replaceAll("^\\[|]$", ""));
    } catch (UnknownHostException unknown) {
      throw new PassingFailure("no address is known of " + host, unknown);
    }
  }
}
