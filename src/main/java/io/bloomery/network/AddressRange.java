package io.bloomery.network;

import java.util.ArrayList;
import java.util.List;

/** Addresses from the first to the last, both included. */
public record AddressRange(Ipv4 first, Ipv4 last) {
  public AddressRange {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "range: " + first + "-" + last + " (expected: the lower address first)");
    }
  }

  /** Reads {@code 10.17.17.100-10.17.17.199}. */
  public static AddressRange of(String text) {
    String[] ends = text == null ? new String[0] : text.split("-", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException(
          "range: " + text + " (expected: two addresses, 10.17.17.100-10.17.17.199)");
    }
    return new AddressRange(Ipv4.of(ends[0]), Ipv4.of(ends[1]));
  }

  public boolean contains(Ipv4 address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }

  public boolean overlaps(AddressRange other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  /** What is left of it without another one: nothing, one part, or the two around it. */
  public List<AddressRange> without(AddressRange hole) {
    if (!overlaps(hole)) {
      return List.of(this);
    }
    List<AddressRange> parts = new ArrayList<>(2);
    if (first.compareTo(hole.first) < 0) {
      parts.add(new AddressRange(first, hole.first.plus(-1)));
    }
    if (hole.last.compareTo(last) < 0) {
      parts.add(new AddressRange(hole.last.plus(1), last));
    }
    return parts;
  }

  public int size() {
    return last.bits() - first.bits() + 1;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
