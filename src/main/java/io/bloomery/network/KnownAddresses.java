package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the table of fixed addresses, in memory. Guarded by its owner. */
final class KnownAddresses {
  private final Map<Ipv4, FixedAddress> byAddress = new HashMap<>();
  private final Map<MacAddress, Set<Ipv4>> byMac = new HashMap<>();

  void replace(List<FixedAddress> all) {
    byAddress.clear();
    byMac.clear();
    all.forEach(this::put);
  }

  /** Whether nobody had the address before. */
  boolean put(FixedAddress one) {
    boolean had = remove(one.address());
    byAddress.put(one.address(), one);
    byMac.computeIfAbsent(one.mac(), mac -> new HashSet<>()).add(one.address());
    return !had;
  }

  /** Whether somebody had it. */
  boolean remove(Ipv4 address) {
    FixedAddress before = byAddress.remove(address);
    if (before != null) {
      byMac.computeIfPresent(
          before.mac(),
          (mac, addresses) -> {
            addresses.remove(address);
            return addresses.isEmpty() ? null : addresses;
          });
    }
    return before != null;
  }

  boolean has(Ipv4 address) {
    return byAddress.containsKey(address);
  }

  Optional<FixedAddress> at(Ipv4 address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  Collection<Ipv4> all() {
    return byAddress.keySet();
  }

  /** The address this NIC has in a subnet, but for these. */
  Optional<Ipv4> of(MacAddress mac, Cidr subnet, Set<Ipv4> except) {
    return byMac.getOrDefault(mac, Set.of()).stream()
        .filter(it -> subnet.contains(it) && !except.contains(it))
        .findFirst();
  }
}
