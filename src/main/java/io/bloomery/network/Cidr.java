package io.bloomery.network;

/** A network and the length of its prefix (RFC 4632). */
public record Cidr(Ipv4 network, int prefix) implements Comparable<Cidr> {
  public Cidr {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("prefix: " + prefix + " (expected: 0 to 32)");
    }
    Ipv4 first = new Ipv4(network.bits() & bits(prefix));
    if (!first.equals(network)) {
      throw new IllegalArgumentException(
          "subnet: %s/%d (expected: its first address, %s/%d)"
              .formatted(network, prefix, first, prefix));
    }
  }

  /** Reads {@code 10.17.17.0/24}. */
  public static Cidr of(String text) {
    String[] parts = text == null ? new String[0] : text.trim().split("/", -1);
    if (parts.length != 2 || !parts[1].matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException(
          "subnet: " + text + " (expected: network/prefix, 10.17.17.0/24)");
    }
    return new Cidr(Ipv4.of(parts[0]), Integer.parseInt(parts[1]));
  }

  private static int bits(int prefix) {
    // Java shifts by 32 not at all.
    return prefix == 0 ? 0 : -1 << (32 - prefix);
  }

  public Ipv4 mask() {
    return new Ipv4(bits(prefix));
  }

  public Ipv4 broadcast() {
    return new Ipv4(network.bits() | ~bits(prefix));
  }

  public boolean contains(Ipv4 address) {
    return (address.bits() & bits(prefix)) == network.bits();
  }

  public boolean overlaps(Cidr other) {
    return contains(other.network) || other.contains(network);
  }

  /** Whether machines can be in it: there is room for two hosts, and it is not beyond reason. */
  public boolean hasHosts() {
    return prefix >= 8 && prefix <= 30;
  }

  /** Every address a host can have. */
  public AddressRange hosts() {
    return new AddressRange(network.plus(1), broadcast().plus(-1));
  }

  /** Whether every address of the range can be given to a machine. */
  public boolean holds(AddressRange range) {
    return contains(range.first())
        && contains(range.last())
        && !range.contains(network)
        && !range.contains(broadcast());
  }

  @Override
  public int compareTo(Cidr other) {
    int first = network.compareTo(other.network);
    return first != 0 ? first : Integer.compare(prefix, other.prefix);
  }

  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
