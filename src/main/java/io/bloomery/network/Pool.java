package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who has which address, in memory, so that a packet costs no query. An address of the dynamic
 * range is given in this order (RFC 2131 section 4.3.1): the client's own, the one it asks for, one
 * never used, the one unused for longest.
 */
final class Pool {
  /**
   * The holder is null while an address rests after a decline; the lease is null while it is only
   * offered.
   */
  private record Holding(Ipv4 address, MacAddress mac, Lease lease, Instant until) {
    boolean over(Instant now) {
      return !until.isAfter(now);
    }
  }

  private final AddressRange range;
  private final Map<MacAddress, Holding> byMac = new HashMap<>();
  private final Map<Ipv4, Holding> byAddress = new HashMap<>();
  private final TreeSet<Holding> byEnd =
      new TreeSet<>(Comparator.comparing(Holding::until).thenComparing(Holding::address));

  private Ipv4 fresh;

  Pool(AddressRange range) {
    this.range = range;
    fresh = range.first();
  }

  Optional<Lease> lease(MacAddress mac, Instant now) {
    return known(byMac.get(mac), now);
  }

  Optional<Lease> lease(Ipv4 address, Instant now) {
    return known(byAddress.get(address), now);
  }

  /** Holds an address for the client until {@code until}, longer if it has a lease. */
  Optional<Ipv4> offer(MacAddress mac, Ipv4 requested, Instant now, Instant until) {
    Holding own = byMac.get(mac);
    if (own != null && range.contains(own.address())) {
      if (own.until().isBefore(until)) {
        put(new Holding(own.address(), mac, own.lease(), until));
      }
      return Optional.of(own.address());
    }
    if (range.contains(requested) && free(byAddress.get(requested), now)) {
      return Optional.of(take(requested, mac, until));
    }
    for (; fresh.compareTo(range.last()) <= 0; fresh = fresh.plus(1)) {
      if (byAddress.get(fresh) == null) {
        return Optional.of(take(fresh, mac, until));
      }
    }
    if (!byEnd.isEmpty() && byEnd.first().over(now)) {
      return Optional.of(take(byEnd.first().address(), mac, until));
    }
    return Optional.empty();
  }

  boolean holds(MacAddress mac, Ipv4 address) {
    Holding own = byMac.get(mac);
    return own != null && own.address().equals(address);
  }

  /** Forgets what was offered but never acknowledged. */
  void withdraw(MacAddress mac) {
    Holding own = byMac.get(mac);
    if (own != null && own.lease() == null) {
      remove(own);
    }
  }

  void lend(Lease lease) {
    Holding own = byMac.get(lease.mac());
    if (own != null) {
      remove(own);
    }
    put(new Holding(lease.address(), lease.mac(), lease, lease.expiresAt()));
  }

  void decline(Ipv4 address, Instant until) {
    put(new Holding(address, null, null, until));
  }

  boolean declined(Ipv4 address, Instant now) {
    Holding holding = byAddress.get(address);
    return holding != null && holding.mac() == null && !holding.over(now);
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
    Holding own = byMac.get(mac);
    if (own != null) {
      remove(own);
    }
    put(new Holding(address, mac, null, until));
    return address;
  }

  private void put(Holding holding) {
    Holding before = byAddress.get(holding.address());
    if (before != null) {
      remove(before);
    }
    byAddress.put(holding.address(), holding);
    if (holding.mac() != null) {
      byMac.put(holding.mac(), holding);
    }
    if (range.contains(holding.address())) {
      byEnd.add(holding);
    }
  }

  private void remove(Holding holding) {
    byAddress.remove(holding.address(), holding);
    if (holding.mac() != null) {
      byMac.remove(holding.mac(), holding);
    }
    byEnd.remove(holding);
  }
}
