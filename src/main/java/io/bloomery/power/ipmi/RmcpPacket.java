package io.bloomery.power.ipmi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One datagram: RMCP header, session header, payload, and in a session the trailer that proves who
 * sent it (sections 13.1.3 and 13.6).
 *
 * @param sessionId the receiver's id of the session, 0 outside of one
 * @param sequence counts the packets of a session, 0 outside of one
 */
record RmcpPacket(PayloadType type, int sessionId, int sequence, byte[] payload) {
  /** Version 1.0, reserved, no acknowledge wanted, class IPMI. */
  private static final byte[] RMCP_HEADER = {0x06, 0x00, (byte) 0xff, 0x07};

  /** Authentication types (table 13-8). */
  private static final int NONE = 0x00;

  private static final int RMCPPLUS = 0x06;

  /** Flags beside the payload type. */
  private static final int ENCRYPTED = 0x80;

  private static final int AUTHENTICATED = 0x40;

  /** Where the session header begins; the trailer's code covers everything from here on. */
  private static final int SESSION_HEADER = RMCP_HEADER.length;

  /** Type, sequence, id, length; and of 2.0: type, payload type, id, sequence, length. */
  private static final int LENGTH_15 = 10;

  private static final int LENGTH_20 = 12;

  /** The trailer's last byte before the code. */
  private static final int NEXT_HEADER = 0x07;

  /** Longer than any packet we get; a datagram is cut there. */
  static final int LONGEST = 1024;

  /** An IPMI message as version 1.5 has it, which every BMC understands before a session. */
  static byte[] version15(byte[] message) {
    return ByteBuffer.allocate(SESSION_HEADER + LENGTH_15 + message.length)
        .put(RMCP_HEADER)
        .put((byte) NONE)
        .putInt(0)
        .putInt(0)
        .put((byte) message.length)
        .put(message)
        .array();
  }

  /** A payload outside of a session. */
  static byte[] open(PayloadType type, byte[] payload) {
    return header(type.number(), 0, 0, payload, payload.length).array();
  }

  /** A payload within a session: encrypted, filled up to whole words, with its code. */
  static byte[] sealed(
      PayloadType type, int sessionId, int sequence, byte[] payload, SessionKeys keys) {
    byte[] secret = keys.encrypt(payload);
    int covered = LENGTH_20 + secret.length + 2;
    int padding = (4 - covered % 4) % 4;
    int tail = padding + 2 + keys.checkLength();
    ByteBuffer packet =
        header(
            type.number() | ENCRYPTED | AUTHENTICATED,
            sessionId,
            sequence,
            secret,
            secret.length + tail);
    for (int i = 0; i < padding; i++) {
      packet.put((byte) 0xff);
    }
    packet.put((byte) padding).put((byte) NEXT_HEADER);
    return packet.put(keys.check(packet.array(), SESSION_HEADER, packet.position())).array();
  }

  private static ByteBuffer header(
      int type, int sessionId, int sequence, byte[] payload, int rest) {
    return ByteBuffer.allocate(SESSION_HEADER + LENGTH_20 + rest)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(RMCP_HEADER)
        .put((byte) RMCPPLUS)
        .put((byte) type)
        .putInt(sessionId)
        .putInt(sequence)
        .putShort((short) payload.length)
        .put(payload);
  }

  /**
   * Reads a packet.
   *
   * @param keys of the session it must belong to, or null if it must belong to none
   */
  static RmcpPacket decode(byte[] datagram, SessionKeys keys) throws Malformed {
    ByteBuffer packet = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
    if (datagram.length < SESSION_HEADER + LENGTH_15
        || !Arrays.equals(datagram, 0, SESSION_HEADER, RMCP_HEADER, 0, SESSION_HEADER)) {
      throw new Malformed("%d bytes that are no IPMI over RMCP".formatted(datagram.length));
    }
    packet.position(SESSION_HEADER);
    int authentication = packet.get();
    if (authentication == NONE && keys == null) {
      int sequence = packet.getInt();
      int sessionId = packet.getInt();
      return new RmcpPacket(
          PayloadType.IPMI_MESSAGE, sessionId, sequence, bytes(packet, packet.get() & 0xff));
    }
    if (authentication != RMCPPLUS || datagram.length < SESSION_HEADER + LENGTH_20) {
      throw new Malformed("a packet with authentication type %02xh".formatted(authentication));
    }
    int type = packet.get() & 0xff;
    int sessionId = packet.getInt();
    int sequence = packet.getInt();
    byte[] payload = bytes(packet, packet.getShort() & 0xffff);
    boolean isSealed = (type & (ENCRYPTED | AUTHENTICATED)) != 0;
    PayloadType known = PayloadType.of(type & ~(ENCRYPTED | AUTHENTICATED));
    if (keys == null) {
      if (isSealed) {
        throw new Malformed("a packet of a session that is not open");
      }
      return new RmcpPacket(known, sessionId, sequence, payload);
    }
    if ((type & (ENCRYPTED | AUTHENTICATED)) != (ENCRYPTED | AUTHENTICATED)) {
      throw new Malformed("a packet without encryption or integrity code in a session");
    }
    verify(packet, keys);
    return new RmcpPacket(known, sessionId, sequence, keys.decrypt(payload));
  }

  /** The code covers everything before it, so it is looked for from the end. */
  private static void verify(ByteBuffer packet, SessionKeys keys) throws Malformed {
    int end = packet.limit() - keys.checkLength();
    if (end < packet.position() + 2 || !keys.isRight(packet.array(), SESSION_HEADER, end)) {
      throw new Malformed("a packet with a wrong integrity code");
    }
  }

  private static byte[] bytes(ByteBuffer packet, int length) throws Malformed {
    if (length > packet.remaining()) {
      throw new Malformed(
          "a packet that says %d bytes and has %d".formatted(length, packet.remaining()));
    }
    byte[] bytes = new byte[length];
    packet.get(bytes);
    return bytes;
  }
}
