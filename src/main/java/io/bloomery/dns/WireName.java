package io.bloomery.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.xbill.DNS.Name;

/**
 * A name as it stands on the wire, in lower case: a key that is made of a packet without parsing it
 * (RFC 4343: case does not matter).
 */
final class WireName {
  static final int LONGEST = 255;
  private static final int LONGEST_LABEL = 63;

  private final byte[] octets;
  private final int hash;

  private WireName(byte[] octets) {
    this.octets = octets;
    hash = Arrays.hashCode(octets);
  }

  /** Of a part of a message that {@link #end} has measured. */
  static WireName of(byte[] message, int from, int to) {
    byte[] octets = Arrays.copyOfRange(message, from, to);
    // Lengths of labels are below 'A'.
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] >= 'A' && octets[i] <= 'Z') {
        octets[i] += 'a' - 'A';
      }
    }
    return new WireName(octets);
  }

  static WireName of(Name name) {
    byte[] octets = name.toWireCanonical();
    return new WireName(octets);
  }

  /** Where an uncompressed name ends, or -1 if there is none. */
  static int end(byte[] message, int from, int length) {
    int at = from;
    while (at < length) {
      int label = message[at] & 0xff;
      if (label > LONGEST_LABEL || at - from + label + 1 > LONGEST) {
        return -1;
      }
      at += label + 1;
      if (label == 0) {
        return at <= length ? at : -1;
      }
    }
    return -1;
  }

  /** Where a name ends that may be compressed, or -1 if there is none. */
  static int skip(byte[] message, int from, int length) {
    int at = from;
    while (at < length && at - from <= LONGEST) {
      int label = message[at] & 0xff;
      if (label >= 0xc0) {
        return at + 2 <= length ? at + 2 : -1;
      }
      if (label > LONGEST_LABEL) {
        return -1;
      }
      at += label + 1;
      if (label == 0) {
        return at <= length ? at : -1;
      }
    }
    return -1;
  }

  boolean isRoot() {
    return octets.length == 1;
  }

  /** Without the first label; the root's is the root. */
  WireName parent() {
    return isRoot() ? this : new WireName(Arrays.copyOfRange(octets, octets[0] + 1, octets.length));
  }

  int length() {
    return octets.length;
  }

  byte[] octets() {
    return octets;
  }

  Name name() {
    try {
      return new Name(octets);
    } catch (IOException neverSuchBytes) {
      throw new UncheckedIOException(neverSuchBytes);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireName name
        && name.hash == hash
        && Arrays.equals(name.octets, octets);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name().toString();
  }
}
