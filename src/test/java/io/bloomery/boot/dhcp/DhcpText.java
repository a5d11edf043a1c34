package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * DHCP messages as readable text, by a reader and a writer that share nothing with the server's.
 */
final class DhcpText {
  private static final Set<Integer> ADDRESSES = Set.of(1, 3, 6, 7, 28, 42, 50, 54, 118);
  private static final Set<Integer> SECONDS = Set.of(51, 58, 59);
  private static final Set<Integer> TEXTS = Set.of(12, 15, 56, 60, 66, 67);

  private DhcpText() {}

  /** A packet from lines such as {@code 60 "PXEClient"}. */
  static byte[] packet(List<String> lines) {
    ByteBuffer packet = ByteBuffer.allocate(1500);
    ByteArrayOutputStream options = new ByteArrayOutputStream();
    ByteArrayOutputStream inFile = new ByteArrayOutputStream();
    packet.put(0, (byte) 1).put(1, (byte) 1).put(2, (byte) 6).putInt(4, 0x12345678);
    packet.putInt(236, 0x63825363);
    for (String line : lines) {
      String[] word = line.trim().split("\\s+", 2);
      switch (word[0]) {
        case "type" ->
            option(options, 53, new byte[] {(byte) MessageType.valueOf(word[1]).ordinal()});
        case "mac" -> packet.put(28, HexFormat.ofDelimiter(":").parseHex(word[1]));
        case "flags" -> packet.putShort(10, (short) 0x8000);
        case "ciaddr" -> packet.putInt(12, Ipv4.of(word[1]).bits());
        case "giaddr" -> packet.putInt(24, Ipv4.of(word[1]).bits());
        case "hlen" -> packet.put(2, (byte) Integer.parseInt(word[1]));
        case "in-file" -> {
          String[] option = word[1].split("\\s+", 2);
          option(inFile, Integer.parseInt(option[0]), value(option[1]));
        }
        case "pad" -> options.writeBytes(new byte[Integer.parseInt(word[1])]);
        default -> option(options, Integer.parseInt(word[0]), value(word[1]));
      }
    }
    packet.put(108, inFile.toByteArray());
    packet.position(240).put(options.toByteArray()).put((byte) 255);
    return Arrays.copyOf(packet.array(), packet.position());
  }

  private static void option(ByteArrayOutputStream options, int code, byte[] value) {
    options.write(code);
    options.write(value.length);
    options.writeBytes(value);
  }

  private static byte[] value(String text) {
    if (text.startsWith("\"")) {
      return text.substring(1, text.lastIndexOf('"')).getBytes(StandardCharsets.US_ASCII);
    }
    return text.matches("\\d+(\\.\\d+){3}")
        ? Ipv4.of(text).bytes()
        : HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** A reply, a field or an option a line, in the order they have on the wire. */
  static String of(byte[] bytes) {
    ByteBuffer packet = ByteBuffer.wrap(bytes);
    StringBuilder text = new StringBuilder();
    line(text, "length", Integer.toString(bytes.length));
    if (packet.getInt(4) != 0x12345678 || packet.get(0) != 2 || packet.getInt(236) != 0x63825363) {
      line(text, "broken", HexFormat.of().formatHex(bytes, 0, 12));
    }
    if (packet.getShort(10) != 0) {
      line(text, "flags", packet.getShort(10) == (short) 0x8000 ? "broadcast" : "?");
    }
    address(text, "ciaddr", packet.getInt(12));
    address(text, "yiaddr", packet.getInt(16));
    address(text, "siaddr", packet.getInt(20));
    address(text, "giaddr", packet.getInt(24));
    line(text, "chaddr", HexFormat.ofDelimiter(":").formatHex(bytes, 28, 34));
    if (bytes[108] != 0) {
      line(text, "file", new String(bytes, 108, 128, StandardCharsets.US_ASCII).replace("\0", ""));
    }
    int at = 240;
    while ((bytes[at] & 255) != 255) {
      int code = bytes[at] & 255;
      int length = bytes[at + 1] & 255;
      line(
          text,
          Integer.toString(code),
          show(code, Arrays.copyOfRange(bytes, at + 2, at + 2 + length)));
      at += 2 + length;
    }
    return text.toString();
  }

  private static void address(StringBuilder text, String name, int bits) {
    if (bits != 0) {
      line(text, name, new Ipv4(bits).toString());
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  ")
        .append(name)
        .append(" ".repeat(Math.max(1, 8 - name.length())))
        .append(value)
        .append('\n');
  }

  private static String show(int code, byte[] value) {
    if (code == 53) {
      return MessageType.of(value[0]).name();
    }
    if (ADDRESSES.contains(code)) {
      return java.util.stream.IntStream.range(0, value.length / 4)
          .mapToObj(i -> new Ipv4(ByteBuffer.wrap(value).getInt(4 * i)).toString())
          .collect(Collectors.joining(" "));
    }
    if (SECONDS.contains(code)) {
      return ByteBuffer.wrap(value).getInt() + " s";
    }
    return TEXTS.contains(code)
        ? '"' + new String(value, StandardCharsets.US_ASCII).replace("\0", "\\0") + '"'
        : HexFormat.ofDelimiter(" ").formatHex(value);
  }
}
