package io.bloomery.dns;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.xbill.DNS.Message;

/** Sees all answers, from whichever thread, and remembers the first that must not be. */
final class DnsFuzzWatch {
  private static final int LONGEST_DATAGRAM = 1232;
  private static final int LONGEST_WITHOUT_EDNS = 512;
  private static final int OPT = 11;
  private static final int AXFR = 252;

  /** What strangers may have at once, and a second. */
  private static final int BURST = 100;

  private static final int PER_SECOND = 50;

  /** What the forwarder may have to do, and a little for what is just being done. */
  private static final int MOST_OPEN = 2_000 + 10;

  private final AtomicReference<String> harm = new AtomicReference<>();
  private final Set<Asked> open = ConcurrentHashMap.newKeySet();
  private final int[] toNetwork;
  private final long begun = System.nanoTime();
  private volatile long forwarded;
  private long answered;
  private long records;

  DnsFuzzWatch(int networks) {
    toNetwork = new int[networks + 1];
  }

  /** A question that may be answered, by one message or, with a zone, by several. */
  final class Asked {
    private final DnsSender sender;
    private final int network;
    private final byte[] question;
    private volatile int count;
    private volatile long way;

    private Asked(DnsSender sender, int network, byte[] question) {
      this.sender = sender;
      this.network = network;
      this.question = question;
      way = sender.ordinal();
    }

    /** An answer went to whoever asked this. */
    void answered(byte[] bytes, int length) {
      byte[] answer = Arrays.copyOf(bytes, length);
      judge(question, answer, sender.tcp());
      boolean zone = type(question) == AXFR && answer.length > 7 && u16(answer, 6) > 0;
      expect(!zone || sender == DnsSender.SECONDARY_BY_TCP, "a zone went to " + sender);
      expect(count++ == 0 || zone, "a second answer");
      if (limited()) {
        stranger(answer);
      }
      open.remove(this);
      way = ((way * 31 + answer[2]) * 31 + answer[3]) * 31 + Math.min(9, u16(answer, 6));
      way = (way * 31 + Math.min(3, u16(answer, 8))) * 31 + length / 256;
    }

    private boolean limited() {
      return sender == DnsSender.STRANGER || sender == DnsSender.SECONDARY;
    }

    /** Its address may be somebody else's. */
    private void stranger(byte[] answer) {
      if ((answer[2] & 2) != 0) {
        expect(answer.length <= question.length, "more than was asked, to who may be another");
        return;
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 1;
      expect(++toNetwork[network] <= BURST + PER_SECOND * seconds, "a flood to one network");
    }

    /** Only strangers may get nothing at all. */
    private boolean deservesAnswer() {
      return !limited() && question.length >= Query.HEADER && (question[2] & 0x80) == 0;
    }

    /** What happened, as far as it is known by now. */
    long way() {
      return way;
    }
  }

  Asked asked(DnsSender sender, int which, byte[] question) {
    int network =
        sender == DnsSender.STRANGER ? which % (toNetwork.length - 1) : toNetwork.length - 1;
    Asked asked = new Asked(sender, network, question);
    open.add(asked);
    return asked;
  }

  /** The server has taken it. Whatever has no answer yet was passed on to another server. */
  void taken(Asked asked) {
    if (!asked.deservesAnswer()) {
      open.remove(asked);
    } else if (asked.count == 0) {
      forwarded++;
    } else {
      answered++;
    }
    expect(open.size() <= MOST_OPEN, "open questions: " + open.size());
    check();
  }

  /** Whether an answer is one to this question, is whole, and fits (RFC 1035, 6891). */
  void judge(byte[] question, byte[] answer, boolean tcp) {
    expect(question.length >= Query.HEADER, "an answer to no question");
    expect((question[2] & 0x80) == 0, "an answer was answered");
    expect(answer.length >= Query.HEADER, "length: " + answer.length);
    expect(answer[0] == question[0] && answer[1] == question[1], "another id");
    // QR, the same opcode, and RD as it was.
    expect((answer[2] & 0xf9) == (0x80 | question[2] & 0x79), "header: " + answer[2]);
    boolean edns = u16(question, 10) > 0;
    int room = tcp ? 65535 : edns ? LONGEST_DATAGRAM : LONGEST_WITHOUT_EDNS;
    // A question may be longer than its answer may be; nothing is added to it then.
    expect(answer.length <= Math.max(room, question.length + OPT), "length: " + answer.length);
    if (u16(answer, 4) > 0) {
      int end = WireName.end(question, Query.HEADER, question.length) + 4;
      expect(
          Arrays.equals(question, Query.HEADER, end, answer, Query.HEADER, end),
          "another question");
    }
    try {
      Message message = new Message(answer);
      expect(message.numBytes() == answer.length, "bytes behind its end");
      expect(edns || message.getOPT() == null, "EDNS that was not asked for");
      records += message.getHeader().getCount(1);
    } catch (IOException | RuntimeException malformed) {
      expect(false, "malformed: " + malformed);
    }
  }

  /** A question's type, or 0. */
  private static int type(byte[] question) {
    int end = WireName.end(question, Query.HEADER, question.length);
    return end < 0 || end + 2 > question.length ? 0 : u16(question, end);
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
  }

  /** Remembered, because the server catches what is thrown here. */
  void expect(boolean holds, String otherwise) {
    if (!holds) {
      harm.compareAndSet(null, otherwise);
    }
  }

  void failed(String how) {
    expect(false, how);
  }

  void check() {
    String found = harm.get();
    if (found != null) {
      throw new AssertionError(found);
    }
  }

  /**
   * Everything that was passed on is answered in the end, if only by a refusal. The mutations must
   * neither be harmless nor all be turned away at the door.
   */
  void end(long packets) throws InterruptedException {
    for (int i = 0; i < 200 && !open.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    System.out.printf(
        "dns: %d answered at once, %d passed on, %d records%n", answered, forwarded, records);
    expect(open.isEmpty(), "never answered: " + open.size());
    expect(answered > packets / 8, "answered at once: " + answered);
    expect(forwarded > packets / 500, "passed on: " + forwarded);
    expect(records > packets / 20, "records: " + records);
    check();
  }
}
