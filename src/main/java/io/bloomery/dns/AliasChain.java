package io.bloomery.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * An alias of ours for somebody else's name: a machine's resolver expects the whole chain from the
 * one server it asks (RFC 1034 section 4.3.2, step 3a).
 */
final class AliasChain {
  private static final Logger log = LoggerFactory.getLogger(AliasChain.class);

  private final Query asked;
  private final byte[] begun;
  private final WireName target;

  /**
   * @param answer what was written up to where the chain leaves our zones
   */
  AliasChain(Query query, AnswerWriter answer, int length) {
    asked = query.copy();
    begun = Arrays.copyOf(answer.bytes, length);
    target = answer.outside();
  }

  /** Asks for the rest, then answers with both. */
  void goOn(Forwarder forwarder, AnswerWriter out, Reply reply) {
    Query rest = new Query();
    ByteBuffer message = ByteBuffer.allocate(Query.HEADER + target.length() + 4);
    message.put(asked.bytes, 0, 4).putShort((short) 1).position(Query.HEADER);
    message.put(target.octets()).putShort((short) asked.type).putShort((short) DClass.IN);
    rest.read(message.array(), message.capacity(), asked.client, true);
    forwarder.ask(
        rest,
        out,
        (bytes, length) -> {
          byte[] whole = joined(Arrays.copyOf(bytes, length));
          reply.send(whole, whole.length);
        });
  }

  private byte[] joined(byte[] rest) {
    try {
      Message message = new Message(begun);
      Message more = new Message(rest);
      message.getHeader().setRcode(more.getRcode());
      for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
        for (Record record : more.getSection(section)) {
          message.addRecord(record, section);
        }
      }
      return message.toWire(asked.room());
    } catch (IOException | RuntimeException strange) {
      log.debug("the end of an alias was of no use", strange);
      AnswerWriter writer = new AnswerWriter();
      return Arrays.copyOf(writer.bytes, writer.error(asked, Rcode.SERVFAIL));
    }
  }
}
