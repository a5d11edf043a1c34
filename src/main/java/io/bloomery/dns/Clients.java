package io.bloomery.dns;

import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.plan.Networks;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Clients, by their addresses, that may do what not everybody may. */
final class Clients {
  private final List<AddressBlock> trusted;
  private final Predicate<Ipv4> planned;

  private Clients(List<AddressBlock> trusted, Predicate<Ipv4> planned) {
    this.trusted = trusted;
    this.planned = planned;
  }

  /**
   * Who may ask for other names than ours: an open resolver would be everybody's weapon. DHCP sends
   * all subnets of the plan here.
   */
  static Clients resolving(DnsSettings settings, NetworkSettings network, Networks networks) {
    List<AddressBlock> trusted = new ArrayList<>();
    trusted.add(AddressBlock.of("loopback", "127.0.0.0/8"));
    trusted.add(AddressBlock.of("loopback", "::1"));
    trusted.add(AddressBlock.of(network.subnet()));
    settings.clients().forEach(it -> trusted.add(AddressBlock.of("bloomery.dns.clients", it)));
    return new Clients(trusted, it -> networks.plan().subnetOf(it).isPresent());
  }

  /** Who may have whole zones. */
  static Clients transferring(DnsSettings settings) {
    return new Clients(
        settings.transfer().stream()
            .map(it -> AddressBlock.of("bloomery.dns.transfer", it))
            .toList(),
        it -> false);
  }

  boolean trusts(InetAddress address) {
    for (int i = 0; i < trusted.size(); i++) {
      if (trusted.get(i).contains(address)) {
        return true;
      }
    }
    byte[] bytes = address.getAddress();
    return bytes.length == 4 && planned.test(new Ipv4(ByteBuffer.wrap(bytes).getInt()));
  }
}
