package io.bloomery.dns;

import org.xbill.DNS.Type;

/** Writes an answer to a {@link Query}; each thread has one and uses it again. */
final class AnswerWriter {
  private static final int OPT_LENGTH = 11;
  private static final int OUR_PAYLOAD = 1232;

  final byte[] bytes = new byte[65535];
  private Query query;
  private int at;
  private int flags;
  private int answers;
  private int authorities;
  private WireName outside;

  /** Header and question; nothing in it yet. */
  void begin(Query asked, int moreFlags) {
    query = asked;
    answers = 0;
    authorities = 0;
    outside = null;
    flags =
        Query.RESPONSE
            | asked.opcode << 11
            | asked.flags & (Query.RECURSION_DESIRED | Query.CHECKING_DISABLED)
            | moreFlags;
    System.arraycopy(asked.bytes, 0, bytes, 0, asked.questionEnd);
    at = asked.questionEnd;
  }

  /** Adds records to the answer, of the name at {@code owner}; false if they do not fit. */
  boolean answer(RrSet set, int owner) {
    if (at + set.wire.length + (query.edns ? OPT_LENGTH : 0) > query.room()) {
      flags |= Query.TRUNCATED;
      return false;
    }
    set.copyTo(bytes, at, owner);
    at += set.wire.length;
    answers += set.count;
    return true;
  }

  /** Adds the record that stands at {@code from} in the set, with its whole name; or false. */
  boolean record(WireName owner, RrSet set, int from) {
    int length = set.next(from) - from - RrSet.NAME;
    if (at + owner.length() + length + (query.edns ? OPT_LENGTH : 0) > query.room()) {
      return false;
    }
    System.arraycopy(owner.octets(), 0, bytes, at, owner.length());
    System.arraycopy(set.wire, from + RrSet.NAME, bytes, at + owner.length(), length);
    at += owner.length() + length;
    answers++;
    return true;
  }

  void authority(RrSet set, int owner) {
    if (at + set.wire.length + (query.edns ? OPT_LENGTH : 0) <= query.room()) {
      set.copyTo(bytes, at, owner);
      at += set.wire.length;
      authorities += set.count;
    }
  }

  /** The chain of aliases goes on under a name that is not ours. */
  void outside(WireName name) {
    outside = name;
  }

  /** Null if the answer is whole. */
  WireName outside() {
    return outside;
  }

  /** Where the next record will begin. */
  int position() {
    return at;
  }

  /** Writes the counts and EDNS; the answer is the first so many of {@link #bytes}. */
  int end(int rcode) {
    if ((flags & Query.TRUNCATED) != 0) {
      // Half an answer helps nobody: whoever asks again by TCP gets it whole.
      at = query.questionEnd;
      answers = 0;
      authorities = 0;
    }
    put16(2, flags | rcode & 15);
    put16(4, query.questionEnd > Query.HEADER ? 1 : 0);
    put16(6, answers);
    put16(8, authorities);
    put16(10, query.edns ? 1 : 0);
    if (query.edns) {
      at = opt(bytes, at, rcode, query.dnssecOk);
    }
    return at;
  }

  int error(Query asked, int rcode) {
    begin(asked, 0);
    return end(rcode);
  }

  /** An OPT record (RFC 6891 section 6.1.2) at this place; answers where it ends. */
  static int opt(byte[] message, int from, int rcode, boolean dnssecOk) {
    int at = from;
    message[at++] = 0;
    message[at++] = 0;
    message[at++] = Type.OPT;
    message[at++] = (byte) (OUR_PAYLOAD >> 8);
    message[at++] = (byte) OUR_PAYLOAD;
    message[at++] = (byte) (rcode >> 4);
    message[at++] = 0;
    message[at++] = (byte) (dnssecOk ? 0x80 : 0);
    message[at++] = 0;
    message[at++] = 0;
    message[at++] = 0;
    return at;
  }

  private void put16(int place, int value) {
    bytes[place] = (byte) (value >> 8);
    bytes[place + 1] = (byte) value;
  }
}
