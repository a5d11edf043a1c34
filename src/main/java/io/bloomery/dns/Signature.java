package io.bloomery.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** The signature of a message that somebody sent (RFC 8945), checked; it signs the answers. */
final class Signature {
  /** Whatever the client would allow itself (RFC 8945 section 10). */
  private static final Duration SKEW = Duration.ofSeconds(300);

  private static final int LONGEST_MAC = 64;

  /** Type, class, TTL and length of a record, then all of its data that is no name and no MAC. */
  private static final int FIXED = 10 + 16 + 6;

  private final TsigKey key;
  private final Message message;
  private final TSIGRecord asked;
  private final int error;

  private Signature(TsigKey key, Message message, int error) {
    this.key = key;
    this.message = message;
    this.error = error;
    asked = message.getTSIG();
  }

  /** Null if the message is malformed. */
  static Signature of(Query query, KeyBook keys) {
    byte[] bytes = Arrays.copyOf(query.bytes, query.length);
    Message message;
    try {
      message = new Message(bytes);
    } catch (IOException | RuntimeException malformed) {
      return null;
    }
    TSIGRecord asked = message.getTSIG();
    if (asked == null) {
      return null;
    }
    TsigKey key = keys.find(asked.getName());
    int error = key == null ? Rcode.BADKEY : key.tsig.verify(message, bytes, null);
    if (error == Rcode.NOERROR && apart(asked).compareTo(SKEW) > 0) {
      error = Rcode.BADTIME;
    }
    return new Signature(key, message, error);
  }

  private static Duration apart(TSIGRecord asked) {
    return Duration.between(asked.getTimeSigned(), Instant.now()).abs();
  }

  boolean holds() {
    return error == Rcode.NOERROR;
  }

  /** Whose it is; only if it holds. */
  TsigKey key() {
    return key;
  }

  /** What was signed. */
  Message message() {
    return message;
  }

  /** What an answer's signature needs at most. */
  int length() {
    return asked.getName().length() + asked.getAlgorithm().length() + FIXED + LONGEST_MAC;
  }

  /**
   * Signs each answer: the first together with what was asked, a later one together with the one
   * before (RFC 8945 section 5.3.1).
   */
  Reply signing(Reply reply) {
    return new Reply() {
      private TSIGRecord before = asked;

      @Override
      public synchronized void send(byte[] answer, int length) {
        byte[] unsigned = Arrays.copyOf(answer, length);
        before = sign(unsigned, before);
        byte[] record = before.toWire(Section.ADDITIONAL);
        // What is signed has the original id (RFC 8945 section 4.2), the answer the question's:
        // whoever passed that on may have given it another.
        byte[] whole = Arrays.copyOf(answer, length + record.length);
        System.arraycopy(record, 0, whole, length, record.length);
        int additional = ((whole[10] & 0xff) << 8 | whole[11] & 0xff) + 1;
        whole[10] = (byte) (additional >> 8);
        whole[11] = (byte) additional;
        reply.send(whole, whole.length);
      }
    };
  }

  private TSIGRecord sign(byte[] answer, TSIGRecord before) {
    Message header = new Message(message.getHeader().getID());
    if (error == Rcode.NOERROR || error == Rcode.BADTIME) {
      return key.tsig.generate(header, answer, error, before, before == asked);
    }
    // There is no secret that both have (RFC 8945 section 5.3.2).
    return new TSIGRecord(
        asked.getName(),
        DClass.ANY,
        0,
        asked.getAlgorithm(),
        asked.getTimeSigned(),
        TSIG.FUDGE,
        new byte[0],
        message.getHeader().getID(),
        error,
        null);
  }

  @Override
  public String toString() {
    String name = asked.getName().toString(true);
    return switch (error) {
      case Rcode.NOERROR -> "key " + name;
      case Rcode.BADKEY ->
          "key " + name + " with " + asked.getAlgorithm().toString(true) + ", which is not known";
      case Rcode.BADTIME ->
          "key " + name + " at " + asked.getTimeSigned() + ", more than 300 s from now";
      default -> "key " + name + ", signed with another secret";
    };
  }
}
