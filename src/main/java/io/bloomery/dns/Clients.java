package io.bloomery.dns;

import io.bloomery.network.NetworkSettings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Clients, by their addresses, that may do what not everybody may. */
final class Clients {
  private final List<AddressBlock> trusted;

  private Clients(List<AddressBlock> trusted) {
    this.trusted = trusted;
  }

  /** Who may ask for other names than ours: an open resolver would be everybody's weapon. */
  static Clients resolving(DnsSettings settings, NetworkSettings network) {
    List<AddressBlock> trusted = new ArrayList<>();
    trusted.add(AddressBlock.of("loopback", "127.0.0.0/8"));
    trusted.add(AddressBlock.of("loopback", "::1"));
    trusted.add(AddressBlock.of(network.subnet()));
    settings.clients().forEach(it -> trusted.add(AddressBlock.of("bloomery.dns.clients", it)));
    return new Clients(trusted);
  }

  /** Who may have whole zones. */
  static Clients transferring(DnsSettings settings) {
    return new Clients(
        settings.transfer().stream()
            .map(it -> AddressBlock.of("bloomery.dns.transfer", it))
            .toList());
  }

  boolean trusts(InetAddress address) {
    for (int i = 0; i < trusted.size(); i++) {
      if (trusted.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }
}
