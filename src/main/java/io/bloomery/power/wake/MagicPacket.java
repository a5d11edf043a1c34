package io.bloomery.power.wake;

import io.bloomery.machine.MacAddress;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Six bytes of ones, the NIC's address sixteen times, and its password if it wants one. */
final class MagicPacket {
  private static final int REPEATED = 16;
  private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}");
  private static final Pattern FOUR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private MagicPacket() {}

  /**
   * @param password as {@link #isPassword} admits it, or null
   */
  static byte[] of(MacAddress mac, String password) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    byte[] ones = new byte[6];
    Arrays.fill(ones, (byte) 0xff);
    packet.writeBytes(ones);
    byte[] address = mac.bytes();
    for (int i = 0; i < REPEATED; i++) {
      packet.writeBytes(address);
    }
    if (password != null) {
      packet.writeBytes(SIX.matcher(password).matches() ? hex(password) : dotted(password));
    }
    return packet.toByteArray();
  }

  /** SecureOn has six bytes; some NICs have four, written as an IPv4 address is. */
  static boolean isPassword(String text) {
    return SIX.matcher(text).matches()
        || FOUR.matcher(text).matches()
            && Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).allMatch(n -> n < 256);
  }

  private static byte[] hex(String text) {
    return HexFormat.ofDelimiter(":").parseHex(text);
  }

  private static byte[] dotted(String text) {
    byte[] bytes = new byte[4];
    String[] numbers = text.split("\\.");
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(numbers[i]);
    }
    return bytes;
  }
}
