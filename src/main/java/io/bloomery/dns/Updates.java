package io.bloomery.dns;

import java.net.InetAddress;
import java.util.Arrays;
import org.xbill.DNS.Rcode;

/** Takes updates (RFC 2136) of who signs them, and answers when they are stored and served. */
final class Updates {
  private final Zones zones;
  private final ZoneWriter writer;
  private final Refusals refusals;

  Updates(Zones zones, ZoneWriter writer, Refusals refusals) {
    this.zones = zones;
    this.writer = writer;
    this.refusals = refusals;
  }

  /**
   * Answers later, but at once if it cannot be.
   *
   * @param reply signs
   */
  void take(Query query, Signature signature, AnswerWriter out, Reply reply) {
    byte[] answer = Arrays.copyOf(out.bytes, out.error(query, Rcode.NOERROR));
    InetAddress client = query.client;
    try {
      Update update = Update.of(query, signature.message(), signature.key(), zones);
      UpdateChange change =
          new UpdateChange(
              update,
              (rcode, why) -> {
                if (why != null) {
                  refusals.say(client, signature, why);
                }
                send(answer, rcode, reply);
              });
      if (!writer.offer(change)) {
        send(answer, Rcode.SERVFAIL, reply);
      }
    } catch (Refused refused) {
      refusals.say(client, signature, refused.getMessage());
      send(answer, refused.rcode, reply);
    }
  }

  private static void send(byte[] answer, int rcode, Reply reply) {
    answer[3] |= (byte) rcode;
    reply.send(answer, answer.length);
  }
}
