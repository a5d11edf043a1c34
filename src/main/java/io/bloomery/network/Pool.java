package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.plan.Subnet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who has which address, in memory, so that a packet costs no query. Offers are kept apart from
 * leases: a NIC that looks around on another subnet keeps what it has until it takes the other.
 */
final class Pool {
  private final Map<MacAddress, Holding> leases = new HashMap<>();
  private final Map<MacAddress, Holding> offers = new HashMap<>();
  private final Map<Ipv4, Holding> byAddress = new HashMap<>();
  private final Map<Long, DynamicRanges> bySubnet = new HashMap<>();

  /** By the first address of each range; ranges never overlap. */
  private final NavigableMap<Ipv4, DynamicRanges> byFirst = new TreeMap<>();

  /** Lends from the dynamic ranges of these subnets from now on; what is lent stays so. */
  void subnets(Collection<Subnet> subnets) {
    bySubnet.clear();
    byFirst.clear();
    for (Subnet subnet : subnets) {
      List<AddressRange> dynamic = subnet.dynamic();
      if (!dynamic.isEmpty()) {
        DynamicRanges ranges = new DynamicRanges(dynamic);
        bySubnet.put(subnet.id(), ranges);
        dynamic.forEach(it -> byFirst.put(it.first(), ranges));
      }
    }
    byAddress.values().forEach(it -> rangesOf(it.address()).ifPresent(of -> of.add(it)));
  }

  Optional<Lease> lease(MacAddress mac, Instant now) {
    return known(leases.get(mac), now);
  }

  Optional<Lease> lease(Ipv4 address, Instant now) {
    return known(byAddress.get(address), now);
  }

  /**
   * Holds an address of one of these subnets for the client until {@code until}, longer if it has a
   * lease. It is given in this order (RFC 2131 section 4.3.1): the client's own, the one it asks
   * for, one of the first subnet that has any.
   */
  Optional<Ipv4> offer(
      MacAddress mac, List<Subnet> subnets, Ipv4 requested, Instant now, Instant until) {
    List<DynamicRanges> lending =
        subnets.stream().map(it -> bySubnet.get(it.id())).filter(Objects::nonNull).toList();
    Optional<Holding> known =
        Stream.of(leases, offers)
            .map(it -> it.get(mac))
            .filter(it -> it != null && isIn(lending, it.address()))
            .findFirst();
    if (known.isPresent()) {
      Holding own = known.get();
      if (own.until().isBefore(until)) {
        put(new Holding(own.address(), mac, own.lease(), until));
      }
      return Optional.of(own.address());
    }
    if (isIn(lending, requested) && free(byAddress.get(requested), now)) {
      return Optional.of(take(requested, mac, until));
    }
    return lending.stream()
        .flatMap(it -> it.next(byAddress::containsKey, now).stream())
        .findFirst()
        .map(it -> take(it, mac, until));
  }

  boolean holds(MacAddress mac, Ipv4 address) {
    Holding holding = byAddress.get(address);
    return holding != null && mac.equals(holding.mac());
  }

  /** Whether somebody found it in use not long ago. */
  boolean rests(Ipv4 address, Instant now) {
    Holding holding = byAddress.get(address);
    return holding != null && holding.mac() == null && !holding.over(now);
  }

  /** Forgets what was offered but never acknowledged. */
  void withdraw(MacAddress mac) {
    remove(offers.get(mac));
  }

  void lend(Lease lease) {
    remove(offers.get(lease.mac()));
    remove(leases.get(lease.mac()));
    put(new Holding(lease.address(), lease.mac(), lease, lease.expiresAt()));
  }

  void decline(Ipv4 address, Instant until) {
    put(new Holding(address, null, null, until));
  }

  private Optional<DynamicRanges> rangesOf(Ipv4 address) {
    return Optional.ofNullable(byFirst.floorEntry(address))
        .map(Map.Entry::getValue)
        .filter(it -> it.contains(address));
  }

  private boolean isIn(List<DynamicRanges> lending, Ipv4 address) {
    return rangesOf(address).filter(lending::contains).isPresent();
  }

  private static Optional<Lease> known(Holding holding, Instant now) {
    return holding == null || holding.lease() == null || holding.lease().expired(now)
        ? Optional.empty()
        : Optional.of(holding.lease());
  }

  private static boolean free(Holding holding, Instant now) {
    return holding == null || holding.over(now);
  }

  private Ipv4 take(Ipv4 address, MacAddress mac, Instant until) {
    remove(offers.get(mac));
    put(new Holding(address, mac, null, until));
    return address;
  }

  private void put(Holding holding) {
    remove(byAddress.get(holding.address()));
    byAddress.put(holding.address(), holding);
    if (holding.mac() != null) {
      (holding.lease() == null ? offers : leases).put(holding.mac(), holding);
    }
    rangesOf(holding.address()).ifPresent(it -> it.add(holding));
  }

  /**
   * @param holding may be null
   */
  private void remove(Holding holding) {
    if (holding == null) {
      return;
    }
    byAddress.remove(holding.address(), holding);
    offers.remove(holding.mac(), holding);
    leases.remove(holding.mac(), holding);
    rangesOf(holding.address()).ifPresent(it -> it.remove(holding));
  }
}
