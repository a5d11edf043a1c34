package io.bloomery.boot.tftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A read request (RFC 1350 section 5) with its options (RFC 2347), whose names are in lower case
 * here. Written by hand because commons-net's parser throws unchecked exceptions on options cut
 * short and knows no acknowledgement of options.
 */
record ReadRequest(String file, String mode, Map<String, String> options) {
  static final int READ = 1;
  private static final int MOST_OPTIONS = 16;

  /**
   * Decodes a datagram.
   *
   * @throws TftpRefusal if it is no read request; there is no other exception
   */
  static ReadRequest decode(ByteBuffer packet) throws TftpRefusal {
    if (packet.remaining() < 4) {
      throw new TftpRefusal(TftpRefusal.ILLEGAL, "request: too short");
    }
    int operation = packet.getShort();
    if (operation != READ) {
      throw operation == 2
          ? new TftpRefusal(TftpRefusal.ACCESS, "this server is read only")
          : new TftpRefusal(
              TftpRefusal.ILLEGAL, "operation: " + operation + " (expected: 1, read)");
    }
    String file = text(packet);
    String mode = text(packet).toLowerCase(Locale.ROOT);
    if (!mode.equals("octet")) {
      throw new TftpRefusal(
          TftpRefusal.ILLEGAL, "mode: " + mode + " (expected: octet, also called binary)");
    }
    Map<String, String> options = new LinkedHashMap<>();
    try {
      while (packet.hasRemaining() && options.size() < MOST_OPTIONS) {
        options.putIfAbsent(text(packet).toLowerCase(Locale.ROOT), text(packet));
      }
    } catch (TftpRefusal cutShort) {
      // Old ROMs pad their request; the file can be served all the same.
      return new ReadRequest(file, mode, options);
    }
    return new ReadRequest(file, mode, options);
  }

  /** Whether the datagram, decoded or not, is an error packet. */
  static boolean error(ByteBuffer packet) {
    return packet.limit() >= 2 && packet.getShort(0) == Transfer.ERROR;
  }

  private static String text(ByteBuffer packet) throws TftpRefusal {
    int start = packet.position();
    while (packet.hasRemaining()) {
      if (packet.get() == 0) {
        byte[] bytes = new byte[packet.position() - 1 - start];
        packet.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    }
    throw new TftpRefusal(TftpRefusal.ILLEGAL, "request: text without an end");
  }

  /**
   * The option as a number; one that is none, or too small, is not acknowledged, as if it had not
   * been asked.
   */
  OptionalInt number(String option, int least) {
    String value = options.get(option);
    if (value == null || !value.matches("[0-9]{1,9}")) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(value);
    return number < least ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
