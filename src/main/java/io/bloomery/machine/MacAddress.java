package io.bloomery.machine;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** An Ethernet address, always written {@code 52:54:00:aa:bb:cc}. */
public record MacAddress(String value) implements Comparable<MacAddress> {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

  public MacAddress {
    if (value == null || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "MAC address: "
              + value
              + " (expected: six pairs of hexadecimal digits, 52:54:00:aa:bb:cc)");
    }
  }

  /**
   * Reads the spellings firmware uses: upper or lower case, with colons, hyphens or nothing
   * between.
   */
  public static MacAddress of(String text) {
    String digits = text == null ? "" : text.toLowerCase(Locale.ROOT).replaceAll("[:.-]", "");
    if (!digits.matches("[0-9a-f]{12}")) {
      throw new IllegalArgumentException(
          "MAC address: "
              + text
              + " (expected: six pairs of hexadecimal digits, 52:54:00:aa:bb:cc)");
    }
    return of(HexFormat.of().parseHex(digits), 0);
  }

  /** The six bytes of {@code bytes} that start at {@code offset}. */
  public static MacAddress of(byte[] bytes, int offset) {
    return new MacAddress(HexFormat.ofDelimiter(":").formatHex(bytes, offset, offset + 6));
  }

  public byte[] bytes() {
    return HexFormat.ofDelimiter(":").parseHex(value);
  }

  @Override
  public int compareTo(MacAddress other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
