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
  private boolean told;

  Stock(List<AddressRange> spans) {
    this.spans = spans;
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

  /** How many of these are its own. */
  long among(Collection<Ipv4> known) {
    return known.stream().filter(it -> spans.stream().anyMatch(span -> span.contains(it))).count();
  }

  /** Whether this is news: it has become low. */
  boolean tellOnce(boolean low) {
    boolean news = low && !told;
    told = low;
    return news;
  }
}
