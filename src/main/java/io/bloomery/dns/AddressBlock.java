package io.bloomery.dns;

import io.bloomery.network.Cidr;
import java.net.InetAddress;

/** The addresses that begin with the same bits. */
record AddressBlock(byte[] network, int prefix) {

  /** Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}; without a length it is one address. */
  static AddressBlock of(String setting, String text) {
    String[] parts = text.trim().split("/", -1);
    byte[] network = Peer.address(setting, parts[0]).getAddress();
    if (parts.length == 1) {
      return new AddressBlock(network, network.length * 8);
    }
    if (parts.length == 2
        && parts[1].matches("\\d{1,3}")
        && Integer.parseInt(parts[1]) <= network.length * 8) {
      return new AddressBlock(network, Integer.parseInt(parts[1]));
    }
    throw new IllegalArgumentException(
        setting
            + ": "
            + text
            + " (expected: a network and the length of its prefix, 192.0.2.0/24)");
  }

  static AddressBlock of(Cidr subnet) {
    return new AddressBlock(subnet.network().bytes(), subnet.prefix());
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != network[i]) {
        return false;
      }
    }
    int rest = 0xff << 8 - prefix % 8 & 0xff;
    return prefix % 8 == 0 || ((bytes[whole] ^ network[whole]) & rest) == 0;
  }
}
