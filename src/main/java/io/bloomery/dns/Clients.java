package io.bloomery.dns;

import io.bloomery.network.NetworkSettings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Who may ask for other names than ours: an open resolver would be everybody's weapon. */
final class Clients {
  private final List<AddressBlock> trusted = new ArrayList<>();

  Clients(DnsSettings settings, NetworkSettings network) {
    trusted.add(AddressBlock.of("loopback", "127.0.0.0/8"));
    trusted.add(AddressBlock.of("loopback", "::1"));
    trusted.add(AddressBlock.of(network.subnet()));
    settings.clients().forEach(it -> trusted.add(AddressBlock.of("bloomery.dns.clients", it)));
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
