package io.bloomery.network.option;

import io.bloomery.network.Ipv4;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** How an option's value is written, by people and on the wire (RFC 2132). */
public enum OptionFormat {
  ADDRESS("an IPv4 address") {
    @Override
    byte[] bytes(String value) {
      return Ipv4.of(value).bytes();
    }
  },
  ADDRESSES("IPv4 addresses with commas between them") {
    @Override
    byte[] bytes(String value) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      items(value).forEach(it -> bytes.writeBytes(Ipv4.of(it).bytes()));
      return bytes.toByteArray();
    }
  },
  TEXT("printable ASCII") {
    @Override
    byte[] bytes(String value) {
      return value.matches("[ -~]+") ? value.getBytes(StandardCharsets.US_ASCII) : null;
    }
  },
  HEX("bytes in hexadecimal, 01:a4:00 or 01a400") {
    @Override
    byte[] bytes(String value) {
      String digits = value.replaceAll("[:\\s]", "");
      return digits.matches("([0-9A-Fa-f]{2})+") ? HexFormat.of().parseHex(digits) : null;
    }
  },
  UINT8("a whole number from 0 to 255") {
    @Override
    byte[] bytes(String value) {
      return number(value, 1, false);
    }
  },
  UINT16("a whole number from 0 to 65535") {
    @Override
    byte[] bytes(String value) {
      return number(value, 2, false);
    }
  },
  UINT32("a whole number from 0 to 4294967295") {
    @Override
    byte[] bytes(String value) {
      return number(value, 4, false);
    }
  },
  INT32("a whole number from -2147483648 to 2147483647") {
    @Override
    byte[] bytes(String value) {
      return number(value, 4, true);
    }
  },
  BOOLEAN("true or false") {
    @Override
    byte[] bytes(String value) {
      return value.matches("true|false")
          ? new byte[] {(byte) (value.equals("true") ? 1 : 0)}
          : null;
    }
  },
  /** RFC 3397, without its compression. */
  DOMAINS("names of domains with commas between them") {
    @Override
    byte[] bytes(String value) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (String domain : items(value)) {
        if (domain.length() > 253 || !DOMAIN.matcher(domain).matches()) {
          return null;
        }
        for (String label : domain.split("\\.")) {
          bytes.write(label.length());
          bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
      }
      return bytes.toByteArray();
    }
  };

  /** More has no room beside what every answer needs; RFC 3396 cuts it into pieces of 255. */
  static final int LONGEST = 1000;

  private static final Pattern DOMAIN =
      Pattern.compile("([A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}");

  private final String expected;

  OptionFormat(String expected) {
    this.expected = expected;
  }

  /** Null if it is not of this format; may also throw an IllegalArgumentException. */
  abstract byte[] bytes(String value);

  /**
   * The value on the wire.
   *
   * @throws IllegalArgumentException with the value and what was expected
   */
  byte[] encode(String value) {
    byte[] bytes;
    try {
      bytes = bytes(value.strip());
    } catch (IllegalArgumentException wrong) {
      bytes = null;
    }
    if (bytes == null || bytes.length == 0) {
      throw new IllegalArgumentException("value: " + value + " (expected: " + expected + ")");
    }
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "value: %d bytes (expected: at most %d)".formatted(bytes.length, LONGEST));
    }
    return bytes;
  }

  private static List<String> items(String value) {
    return List.of(value.split("[,\\s]+"));
  }

  private static byte[] number(String value, int length, boolean signed) {
    if (!value.matches("-?[0-9]{1,10}")) {
      return null;
    }
    BigInteger number = new BigInteger(value);
    int bits = 8 * length;
    boolean fits =
        signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
    if (!fits) {
      return null;
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = number.shiftRight(bits - 8 * (i + 1)).byteValue();
    }
    return bytes;
  }
}
