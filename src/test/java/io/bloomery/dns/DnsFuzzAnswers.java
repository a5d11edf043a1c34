package io.bloomery.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** What other servers answer, up to what is made of it for clients. */
final class DnsFuzzAnswers {
  /** So few that a short run fills it. */
  private static final int MOST_KEPT = 50;

  /** How clients may have asked. */
  private record Client(Query query, byte[] message, boolean tcp) {}

  private final List<byte[]> questions = new ArrayList<>();
  private final List<Upstream> open = new ArrayList<>();
  private final List<List<Client>> clients = new ArrayList<>();
  private final AnswerCache cache = new AnswerCache(MOST_KEPT);
  private final DnsFuzzWatch watch;
  private final byte[] out = new byte[65535];
  private long kept;

  DnsFuzzAnswers(List<byte[]> answers, DnsFuzzWatch watch) {
    this.watch = watch;
    for (byte[] answer : answers) {
      int end = WireName.end(answer, Query.HEADER, answer.length) + 4;
      byte[] plain = Arrays.copyOf(answer, end);
      Arrays.fill(plain, 2, Query.HEADER, (byte) 0);
      plain[2] = 1;
      plain[5] = 1;
      byte[] edns = Arrays.copyOf(plain, end + 11);
      edns[11] = 1;
      AnswerWriter.opt(edns, end, Rcode.NOERROR, true);
      List<Client> asking = List.of(client(plain, false), client(edns, false), client(edns, true));
      clients.add(asking);
      open.add(new Upstream(AnswerCache.Key.of(asking.get(0).query())));
      questions.add(plain);
    }
  }

  private static Client client(byte[] message, boolean tcp) {
    Query query = new Query();
    query.read(message, message.length, null, tcp);
    return new Client(query, message, tcp);
  }

  /**
   * Takes an answer to one of the open questions.
   *
   * @return which way it went
   */
  long take(int which, byte[] datagram) {
    Upstream asked = open.get(which);
    // Its id cannot be in a corpus; two thirds of them have it.
    if (datagram.length > 2 && datagram[datagram.length - 1] % 3 != 0) {
      datagram[0] = (byte) (asked.id >> 8);
      datagram[1] = (byte) asked.id;
    }
    Message message = asked.answer(datagram);
    if (message == null) {
      return 101;
    }
    watch.expect(answers(datagram, asked.id, questions.get(which)), "not the answer was taken");
    int rcode = message.getHeader().getRcode();
    if (message.getHeader().getFlag(Flags.TC)
        || rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return 102;
    }
    long now = System.nanoTime();
    ForwardedAnswer answer;
    try {
      answer = ForwardedAnswer.of(message, now);
    } catch (IOException | RuntimeException strange) {
      return 103;
    }
    keep(answer, now);
    long way = 104 + rcode;
    for (Client client : clients.get(which)) {
      int length = answer.writeTo(out, client.query(), now + 3_000_000_000L);
      byte[] made = Arrays.copyOf(out, length);
      watch.judge(client.message(), made, client.tcp());
      way = (way * 31 + made[2]) * 31 + Math.min(made[7], 9);
    }
    return (way * 31 + Math.min(9, answer.ttls().length)) * 3 + Long.signum(answer.ttl());
  }

  /** Under a name that is new each time; the eldest must go. */
  private void keep(ForwardedAnswer answer, long now) {
    if (answer.ttl() > 0) {
      cache.put(key(kept), answer);
      watch.expect(cache.get(key(kept - MOST_KEPT), now) == null, "more kept than allowed");
      kept++;
    }
  }

  private static AnswerCache.Key key(long number) {
    return new AnswerCache.Key(
        WireName.of(Name.fromConstantString(number + ".kept.")), 1, false, false);
  }

  /** RFC 5452 section 9.1, from the bytes. A truncated message may count more than it has. */
  private static boolean answers(byte[] answer, int id, byte[] question) {
    int end = question.length;
    boolean truncated = answer.length > 2 && (answer[2] & 2) != 0;
    return answer.length >= end
        && ((answer[0] & 255) << 8 | answer[1] & 255) == id
        && (answer[2] & 0xf8) == 0x80
        && (truncated || answer[4] == 0 && answer[5] == 1)
        && lower(answer, end).equals(lower(question, end));
  }

  private static String lower(byte[] message, int end) {
    byte[] name = Arrays.copyOfRange(message, Query.HEADER, end);
    for (int i = 0; i < name.length - 4; i++) {
      if (name[i] >= 'A' && name[i] <= 'Z') {
        name[i] += 32;
      }
    }
    return Arrays.toString(name);
  }
}
