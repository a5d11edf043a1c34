package io.bloomery.network;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a subnet assigns from, and where to look next. Guarded by its owner. */
final class Stock {
  private final List<AddressRange> spans;
  private final long size;
  private int span;
  private long offset;
  private long taken;
  private boolean told;

  /**
   * @param known addresses that are taken, its own among others
   */
  Stock(List<AddressRange> spans, Collection<Ipv4> known) {
    this.spans = spans;
    count(known);
    size = spans.stream().mapToLong(AddressRange::size).sum();
  }

  List<AddressRange> spans() {
    return spans;
  }

  long size() {
    return size;
  }

  /** Goes round, so that an address just freed is the last to be used again. */
  Optional<Ipv4> next(Predicate<Ipv4> taken) {
    for (long tried = 0; tried < size; tried++) {
      AddressRange range = spans.get(span);
      Ipv4 address = range.first().plus((int) offset);
      if (++offset >= range.size()) {
        offset = 0;
        span = (span + 1) % spans.size();
      }
      if (!taken.test(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /** How many of its addresses are taken. */
  long taken() {
    return taken;
  }

  /** Counts anew. */
  void count(Collection<Ipv4> known) {
    taken = 0;
    known.forEach(it -> count(it, 1));
  }

  /** The address was taken, or freed; it may be none of its own. */
  void count(Ipv4 address, int more) {
    if (spans.stream().anyMatch(it -> it.contains(address))) {
      taken += more;
    }
  }

  /** Whether this is news: it has become low. */
  boolean tellOnce(boolean low) {
    boolean news = low && !told;
    told = low;
    return news;
  }
}
