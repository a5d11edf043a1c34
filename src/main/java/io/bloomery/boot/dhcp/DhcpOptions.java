package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The options of a received message, found wherever they may be. Missing ends, padding and empty
 * options are tolerated; whatever is left of an option cut short is dropped.
 */
final class DhcpOptions {
  static final int OPTIONS = 240;
  private static final int SNAME = 44;
  private static final int FILE = 108;
  private static final byte[] EMPTY = {};

  private final Map<Integer, byte[]> values = new HashMap<>();

  /** Reads the options of a whole message: options, then file, then sname (RFC 3396 section 5). */
  static DhcpOptions of(byte[] packet, int length) {
    DhcpOptions options = new DhcpOptions();
    options.read(packet, OPTIONS, length);
    byte[] overload = options.bytes(DhcpOption.OVERLOAD);
    int fields = overload.length == 1 ? overload[0] : 0;
    if ((fields & 1) != 0) {
      options.read(packet, FILE, FILE + 128);
    }
    if ((fields & 2) != 0) {
      options.read(packet, SNAME, SNAME + 64);
    }
    return options;
  }

  /** Reads sub-options, as option 82 has them. */
  static DhcpOptions within(byte[] value) {
    DhcpOptions options = new DhcpOptions();
    options.read(value, 0, value.length);
    return options;
  }

  private void read(byte[] from, int start, int end) {
    int at = start;
    while (at < end) {
      int code = from[at] & 255;
      if (code == 0) {
        at++;
        continue;
      }
      if (code == DhcpOption.END.code || at + 2 > end) {
        return;
      }
      int length = from[at + 1] & 255;
      if (at + 2 + length > end) {
        return;
      }
      byte[] before = values.getOrDefault(code, EMPTY);
      // The same option again continues the first (RFC 3396 section 7).
      byte[] all = Arrays.copyOf(before, before.length + length);
      System.arraycopy(from, at + 2, all, before.length, length);
      values.put(code, all);
      at += 2 + length;
    }
  }

  boolean has(DhcpOption option) {
    return values.containsKey(option.code);
  }

  byte[] bytes(DhcpOption option) {
    return bytes(option.code);
  }

  byte[] bytes(int code) {
    return values.getOrDefault(code, EMPTY);
  }

  /** An address, or none if there is no option or it has another length. */
  Ipv4 address(int code) {
    byte[] value = bytes(code);
    return value.length == 4
        ? new Ipv4(
            (value[0] & 255) << 24
                | (value[1] & 255) << 16
                | (value[2] & 255) << 8
                | value[3] & 255)
        : Ipv4.NONE;
  }

  int number16(DhcpOption option, int otherwise) {
    byte[] value = bytes(option);
    return value.length >= 2 ? (value[0] & 255) << 8 | value[1] & 255 : otherwise;
  }

  /**
   * Printable ASCII; anything else a client sends becomes a question mark before it meets a log or
   * a table.
   */
  String text(DhcpOption option) {
    byte[] value = bytes(option);
    StringBuilder text = new StringBuilder(value.length);
    for (byte one : value) {
      if (one != 0) {
        text.append(one >= 0x20 && one < 0x7f ? (char) one : '?');
      }
    }
    return text.length() > 255 ? text.substring(0, 255) : text.toString();
  }
}
