package io.bloomery.dns;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * All records of one name and type, ready for an answer: each begins with a pointer to the name at
 * {@link #QUESTION}.
 */
final class RrSet {
  /** Where the question's name stands in every message. */
  static final int QUESTION = 12;

  /** Length of the pointer that each record begins with. */
  static final int NAME = 2;

  private static final int POINTER = 0xc000;
  private static final int FIXED = 12;

  final int type;
  final int count;
  final byte[] wire;

  /** Their TTLs are one (RFC 2181 section 5.2): the lowest. */
  RrSet(List<Rr> records) {
    type = records.get(0).type();
    count = records.size();
    int ttl = records.stream().mapToInt(Rr::ttl).min().orElse(0);
    int length = records.stream().mapToInt(it -> FIXED + it.rdata().length).sum();
    ByteBuffer out = ByteBuffer.allocate(length);
    for (Rr record : records) {
      out.putShort((short) (POINTER | QUESTION)).putShort((short) type).putShort((short) 1);
      out.putInt(ttl).putShort((short) record.rdata().length).put(record.rdata());
    }
    wire = out.array();
  }

  /** Copies the records to the message, as those of the name at {@code owner}. */
  void copyTo(byte[] message, int at, int owner) {
    System.arraycopy(wire, 0, message, at, wire.length);
    if (owner == QUESTION) {
      return;
    }
    for (int record = at; record < at + wire.length; ) {
      message[record] = (byte) (POINTER >> 8 | owner >> 8);
      message[record + 1] = (byte) owner;
      record = end(message, record);
    }
  }

  /** Where the record at {@code record} of {@link #wire} ends, and the next one begins. */
  int next(int record) {
    return end(wire, record);
  }

  private static int end(byte[] bytes, int record) {
    return record + FIXED + ((bytes[record + 10] & 0xff) << 8 | bytes[record + 11] & 0xff);
  }

  /** Where the first record's data begin, from its own beginning. */
  static int data() {
    return FIXED;
  }
}
