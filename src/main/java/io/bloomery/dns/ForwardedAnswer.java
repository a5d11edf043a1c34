package io.bloomery.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What another server answered, without what was between it and us (id, EDNS), so that it can be
 * given to others until its time is over.
 *
 * @param wire a whole message without EDNS
 * @param ttls where the TTLs stand in it
 * @param ttl for how many seconds it may be kept; 0: not at all
 */
record ForwardedAnswer(byte[] wire, int[] ttls, int rcode, long ttl, long at) {
  private static final long DAY = 86_400;

  /** RFC 2308 section 5: some hours are enough for what is not there. */
  private static final long LONGEST_NEGATIVE = 3600;

  private static final int LARGEST_KEPT = 4096;

  static ForwardedAnswer of(Message message, long now) throws IOException {
    for (Record record : List.copyOf(message.getSection(Section.ADDITIONAL))) {
      if (record instanceof OPTRecord) {
        message.removeRecord(record, Section.ADDITIONAL);
      }
    }
    int rcode = message.getHeader().getRcode();
    byte[] wire = message.toWire(65535);
    long ttl = wire.length > LARGEST_KEPT ? 0 : ttl(message, rcode);
    return new ForwardedAnswer(wire, ttlsOf(wire), rcode, ttl, now);
  }

  private static long ttl(Message message, int rcode) {
    List<Record> answers = message.getSection(Section.ANSWER);
    long lowest = DAY;
    for (Record answer : answers) {
      lowest = Math.min(lowest, answer.getTTL());
    }
    boolean negative =
        rcode == Rcode.NXDOMAIN
            || answers.stream().noneMatch(it -> it.getType() == message.getQuestion().getType());
    if (!negative || message.getQuestion().getType() == Type.ANY) {
      return answers.isEmpty() ? 0 : lowest;
    }
    // Without a SOA record it is not known for how long there is nothing (RFC 2308 section 5).
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .mapToLong(it -> Math.min(it.getTTL(), ((SOARecord) it).getMinimum()))
        .map(it -> Math.min(it, LONGEST_NEGATIVE))
        .map(it -> answers.isEmpty() ? it : Math.min(it, answers.get(0).getTTL()))
        .findFirst()
        .orElse(0);
  }

  /** The records of a message that was written by ourselves. */
  private static int[] ttlsOf(byte[] wire) {
    List<Integer> places = new ArrayList<>();
    int at = WireName.skip(wire, Query.HEADER, wire.length) + 4;
    while (at < wire.length) {
      int fixed = WireName.skip(wire, at, wire.length);
      places.add(fixed + 4);
      at = fixed + 10 + ((wire[fixed + 8] & 0xff) << 8 | wire[fixed + 9] & 0xff);
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean over(long now) {
    return age(now) >= ttl;
  }

  private long age(long now) {
    return (now - at) / 1_000_000_000;
  }

  /** Writes it as the answer to this question, its TTLs lower by its age; answers its length. */
  int writeTo(byte[] out, Query query, long now) {
    System.arraycopy(wire, 0, out, 0, wire.length);
    // The question as it was asked, also in its case, by which some clients know a true answer.
    System.arraycopy(
        query.bytes, Query.HEADER, out, Query.HEADER, query.questionEnd - Query.HEADER);
    out[0] = query.bytes[0];
    out[1] = query.bytes[1];
    int flags =
        Query.RESPONSE
            | query.flags & (Query.RECURSION_DESIRED | Query.CHECKING_DISABLED)
            | Query.RECURSION_AVAILABLE
            | authentic(query)
            | rcode & 15;
    out[2] = (byte) (flags >> 8);
    out[3] = (byte) flags;
    int length = wire.length;
    if (length + 11 > query.room()) {
      out[2] |= Query.TRUNCATED >> 8;
      length = query.questionEnd;
      java.util.Arrays.fill(out, 6, Query.HEADER, (byte) 0);
    } else {
      int age = (int) Math.max(0, age(now));
      for (int place : ttls) {
        int left =
            Math.max(
                0,
                ((out[place] & 0xff) << 24
                        | (out[place + 1] & 0xff) << 16
                        | (out[place + 2] & 0xff) << 8
                        | out[place + 3] & 0xff)
                    - age);
        out[place] = (byte) (left >> 24);
        out[place + 1] = (byte) (left >> 16);
        out[place + 2] = (byte) (left >> 8);
        out[place + 3] = (byte) left;
      }
    }
    if (query.edns) {
      int additional = ((out[10] & 0xff) << 8 | out[11] & 0xff) + 1;
      out[10] = (byte) (additional >> 8);
      out[11] = (byte) additional;
      length = AnswerWriter.opt(out, length, rcode, query.dnssecOk);
    }
    return length;
  }

  /** RFC 6840 section 5.8: only to those who know what the bit means. */
  private int authentic(Query query) {
    int bit = 1 << 15 - Flags.AD;
    return query.dnssecOk || query.wants(bit) ? wire[3] & bit : 0;
  }
}
