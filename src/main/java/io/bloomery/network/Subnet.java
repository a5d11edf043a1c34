package io.bloomery.network;

/** A network and the length of its prefix. */
public record Subnet(Ipv4 network, int prefix) {
  public Subnet {
    if (prefix < 8 || prefix > 30) {
      throw new IllegalArgumentException("prefix: " + prefix + " (expected: 8 to 30)");
    }
    if ((network.bits() & ~(-1 << (32 - prefix))) != 0) {
      throw new IllegalArgumentException(
          "subnet: "
              + network
              + "/"
              + prefix
              + " (expected: its first address, "
              + new Ipv4(network.bits() & -1 << (32 - prefix))
              + "/"
              + prefix
              + ")");
    }
  }

  /** Reads {@code 10.17.17.0/24}. */
  public static Subnet of(String text) {
    String[] parts = text == null ? new String[0] : text.trim().split("/", -1);
    if (parts.length != 2 || !parts[1].matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException(
          "subnet: " + text + " (expected: network/prefix, 10.17.17.0/24)");
    }
    return new Subnet(Ipv4.of(parts[0]), Integer.parseInt(parts[1]));
  }

  public Ipv4 mask() {
    return new Ipv4(-1 << (32 - prefix));
  }

  public Ipv4 broadcast() {
    return new Ipv4(network.bits() | ~mask().bits());
  }

  public boolean contains(Ipv4 address) {
    return (address.bits() & mask().bits()) == network.bits();
  }

  /** Whether every address of the range can be given to a machine. */
  public boolean holds(AddressRange range) {
    return contains(range.first())
        && contains(range.last())
        && !range.contains(network)
        && !range.contains(broadcast());
  }

  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
