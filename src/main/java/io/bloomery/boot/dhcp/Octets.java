package io.bloomery.boot.dhcp;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that are kept as they came; equal if they hold the same. */
public record Octets(byte[] bytes) {
  boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
