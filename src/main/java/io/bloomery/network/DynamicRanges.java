package io.bloomery.network;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What DHCP lends from in one subnet, and which address is the next. */
final class DynamicRanges {
  private final List<AddressRange> ranges;
  private final TreeSet<Holding> byEnd =
      new TreeSet<>(Comparator.comparing(Holding::until).thenComparing(Holding::address));

  /** Behind {@code fresh}, and nobody's again: an offer not taken, a NIC that moved away. */
  private final TreeSet<Ipv4> returned = new TreeSet<>();

  private int range;
  private Ipv4 fresh;

  /**
   * @param ranges one at least
   */
  DynamicRanges(List<AddressRange> ranges) {
    this.ranges = ranges;
    fresh = ranges.get(0).first();
  }

  boolean contains(Ipv4 address) {
    return ranges.stream().anyMatch(it -> it.contains(address));
  }

  /** One that nobody has, or else the one unused for longest; empty if all are in use. */
  Optional<Ipv4> next(Predicate<Ipv4> used, Instant now) {
    while (range < ranges.size()) {
      if (!used.test(fresh)) {
        return Optional.of(fresh);
      }
      if (!fresh.equals(ranges.get(range).last())) {
        fresh = fresh.plus(1);
      } else if (++range < ranges.size()) {
        fresh = ranges.get(range).first();
      }
    }
    if (!returned.isEmpty()) {
      return Optional.of(returned.first());
    }
    return byEnd.isEmpty() || !byEnd.first().over(now)
        ? Optional.empty()
        : Optional.of(byEnd.first().address());
  }

  void add(Holding holding) {
    byEnd.add(holding);
    returned.remove(holding.address());
  }

  void remove(Holding holding) {
    if (byEnd.remove(holding)) {
      returned.add(holding.address());
    }
  }
}
