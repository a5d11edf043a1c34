package io.bloomery.network.plan;

import io.bloomery.network.Ipv4;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A broadcast domain: whoever is in it hears the others.
 *
 * @param id 0 before it is stored
 * @param vid 1 to 4094 (IEEE 802.1Q), or 0 for untagged frames
 * @param mtu bytes an Ethernet frame can carry there
 * @param dhcp whether this controller's DHCP serves it
 * @param device the controller's own interface in it, or null if it has none
 * @param relays addresses of DHCP relays that pass on requests from it, beside those in its subnets
 */
public record Vlan(
    long id,
    long fabric,
    int vid,
    String name,
    int mtu,
    boolean dhcp,
    String device,
    List<Ipv4> relays) {
  public static final int USUAL_MTU = 1500;
  private static final int MOST_RELAYS = 16;

  /** IFNAMSIZ is 16 with its ending NUL. */
  private static final Pattern DEVICE = Pattern.compile("[^\\s/]{1,15}");

  public Vlan {
    Names.check("VLAN", name);
    relays = List.copyOf(relays);
    if (vid < 0 || vid > 4094) {
      throw new IllegalArgumentException(
          "vid: " + vid + " (expected: 1 to 4094, or 0 for untagged)");
    }
    // RFC 791: no link carries less than 68 bytes; 576 is what DHCP needs (RFC 2131 section 2).
    if (mtu < 576 || mtu > 65535) {
      throw new IllegalArgumentException("mtu: " + mtu + " (expected: 576 to 65535)");
    }
    if (device != null && !DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "device: " + device + " (expected: the name of an interface)");
    }
    if (relays.size() > MOST_RELAYS) {
      throw new IllegalArgumentException(
          "relays: " + relays.size() + " (expected: at most " + MOST_RELAYS + ")");
    }
  }
}
