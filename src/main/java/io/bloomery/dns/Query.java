package io.bloomery.dns;

import java.net.InetAddress;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * A message somebody sent, read only as far as most questions need: header, question, EDNS. Each
 * receiving thread has one and uses it again.
 */
final class Query {
  static final int HEADER = 12;
  static final int RESPONSE = 0x8000;
  static final int AUTHORITATIVE = 0x0400;
  static final int TRUNCATED = 0x0200;
  static final int RECURSION_DESIRED = 0x0100;
  static final int RECURSION_AVAILABLE = 0x0080;
  static final int CHECKING_DISABLED = 0x0010;
  private static final int DNSSEC_OK = 0x8000;

  /**
   * What passes every path without fragments (RFC 6891 section 6.2.5 and what servers agreed on).
   */
  private static final int LONGEST_DATAGRAM = 1232;

  private static final int SHORTEST_DATAGRAM = 512;

  byte[] bytes;
  int length;
  InetAddress client;
  boolean tcp;
  int flags;
  int opcode;
  int questionEnd;
  WireName name;
  int type;
  int dclass;
  boolean edns;
  int version;
  boolean dnssecOk;
  int payload;

  /** There is more in it than one question, EDNS and a signature. */
  boolean special;

  /** Its last record is a TSIG one (RFC 8945 section 5.1); nothing says yet that it is right. */
  boolean signed;

  /** Records in the sections of an update: what must hold, and what to do. */
  int records;

  /** What the answer's signature needs. */
  int reserved;

  /**
   * Reads it.
   *
   * @return an RCODE, NOERROR if it can be worked on; -1 if it does not deserve an answer
   */
  int read(byte[] message, int end, InetAddress from, boolean overTcp) {
    bytes = message;
    length = end;
    client = from;
    tcp = overTcp;
    edns = false;
    version = 0;
    dnssecOk = false;
    payload = SHORTEST_DATAGRAM;
    special = false;
    signed = false;
    reserved = 0;
    questionEnd = HEADER;
    name = null;
    if (length < HEADER) {
      return -1;
    }
    flags = u16(2);
    opcode = flags >> 11 & 15;
    // Answers are not answered: two servers would go on for ever.
    if ((flags & RESPONSE) != 0) {
      return -1;
    }
    if (opcode != Opcode.QUERY && opcode != Opcode.UPDATE) {
      return Rcode.NOTIMP;
    }
    if (u16(4) != 1) {
      return Rcode.FORMERR;
    }
    int nameEnd = WireName.end(bytes, HEADER, length);
    if (nameEnd < 0 || nameEnd + 4 > length) {
      return Rcode.FORMERR;
    }
    type = u16(nameEnd);
    dclass = u16(nameEnd + 2);
    questionEnd = nameEnd + 4;
    name = WireName.of(bytes, HEADER, nameEnd);
    records = u16(6) + u16(8);
    special = opcode == Opcode.QUERY && records != 0;
    return others();
  }

  /** What follows the question. */
  private int others() {
    int count = records + u16(10);
    int at = questionEnd;
    for (int i = 0; i < count; i++) {
      int fixed = WireName.skip(bytes, at, length);
      if (fixed < 0 || fixed + 10 > length) {
        return Rcode.FORMERR;
      }
      int end = fixed + 10 + u16(fixed + 8);
      if (end > length) {
        return Rcode.FORMERR;
      }
      if (i >= records && !additional(at, fixed, i == count - 1)) {
        return Rcode.FORMERR;
      }
      at = end;
    }
    return at == length ? Rcode.NOERROR : Rcode.FORMERR;
  }

  private boolean additional(int at, int fixed, boolean last) {
    int found = u16(fixed);
    if (found == Type.OPT) {
      // One, and of the root (RFC 6891 section 6.1.1).
      if (edns || fixed != at + 1) {
        return false;
      }
      edns = true;
      payload = Math.max(SHORTEST_DATAGRAM, Math.min(LONGEST_DATAGRAM, u16(fixed + 2)));
      version = bytes[fixed + 5] & 0xff;
      dnssecOk = (u16(fixed + 6) & DNSSEC_OK) != 0;
    } else if (found == Type.TSIG) {
      signed = last;
      return last;
    } else {
      special = true;
    }
    return true;
  }

  boolean wants(int flag) {
    return (flags & flag) != 0;
  }

  boolean internet() {
    return dclass == DClass.IN;
  }

  /** The longest answer the client can take this way. */
  int room() {
    return (tcp ? 65535 : payload) - reserved;
  }

  int u16(int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** One that outlives the receiving buffer. */
  Query copy() {
    Query copy = new Query();
    copy.read(java.util.Arrays.copyOf(bytes, length), length, client, tcp);
    copy.reserved = reserved;
    return copy;
  }
}
