package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known in memory of who has which address. Guarded by its owner. */
final class KnownAddresses {
  private final Map<Ipv4, FixedAddress> byAddress = new HashMap<>();
  private final Map<MacAddress, Set<Ipv4>> byMac = new HashMap<>();

  /** By a transaction that has not ended. */
  private final Set<Ipv4> claimed = new HashSet<>();

  /** Found in use by somebody no table knows, and until when they rest. */
  private final Map<Ipv4, Instant> avoided = new HashMap<>();

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

  boolean isTaken(Ipv4 address) {
    boolean rests = avoided.getOrDefault(address, Instant.MIN).isAfter(Instant.now());
    return rests || byAddress.containsKey(address) || claimed.contains(address);
  }

  void claim(Ipv4 address) {
    claimed.add(address);
  }

  void unclaim(Ipv4 address) {
    claimed.remove(address);
  }

  void avoid(Ipv4 address, Instant until) {
    avoided.put(address, until);
  }

  Optional<FixedAddress> at(Ipv4 address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  Collection<Ipv4> all() {
    return byAddress.keySet();
  }

  /** The address this NIC has in a subnet. */
  Optional<Ipv4> of(MacAddress mac, Cidr subnet) {
    return byMac.getOrDefault(mac, Set.of()).stream().filter(subnet::contains).findFirst();
  }
}
