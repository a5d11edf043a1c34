package io.bloomery.network.link;

import io.bloomery.network.Ipv4;

/**
 * One address of an interface, or that it has none.
 *
 * @param subnet id of the plan's subnet; may be null for DHCP and NONE
 * @param address given for STATIC; of AUTO the one it has now, or null; null for the others
 */
public record Link(LinkMode mode, Long subnet, Ipv4 address) {
  public Link {
    if (mode.fixed() && subnet == null) {
      throw new IllegalArgumentException(
          "subnet: null (expected: a subnet's id, for mode " + mode + ")");
    }
    if (mode == LinkMode.STATIC && address == null) {
      throw new IllegalArgumentException("address: null (expected: one, for mode STATIC)");
    }
    if (!mode.fixed() && address != null) {
      throw new IllegalArgumentException(
          "address: " + address + " (expected: none, for mode " + mode + ")");
    }
  }

  Link with(Ipv4 now) {
    return new Link(mode, subnet, now);
  }
}
