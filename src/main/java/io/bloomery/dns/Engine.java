package io.bloomery.dns;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Every decision about a message; no sockets. Each receiving thread has its own. */
final class Engine {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final Zones zones;
  private final Authority authority;
  private final Clients clients;
  private final Clients secondaries;
  private final Forwarder forwarder;
  private final ReplyLimit limit;
  private final Query query = new Query();
  private final AnswerWriter out = new AnswerWriter();

  Engine(Zones zones, Clients clients, Clients secondaries, Forwarder forwarder, ReplyLimit limit) {
    this.zones = zones;
    authority = new Authority(zones);
    this.clients = clients;
    this.secondaries = secondaries;
    this.forwarder = forwarder;
    this.limit = limit;
  }

  /** Answers now, later, or never. */
  void handle(byte[] message, int length, InetAddress client, boolean tcp, Reply reply) {
    try {
      answer(message, length, client, tcp, reply);
    } catch (RuntimeException failed) {
      log.error("a DNS message of {} was not answered", client.getHostAddress(), failed);
    }
  }

  private void answer(byte[] message, int length, InetAddress client, boolean tcp, Reply reply) {
    int rcode = query.read(message, length, client, tcp);
    if (rcode < 0) {
      return;
    }
    if (!tcp && !clients.trusts(client)) {
      ReplyLimit.Verdict verdict = limit.of(client, System.nanoTime());
      if (verdict != ReplyLimit.Verdict.ANSWER) {
        if (verdict == ReplyLimit.Verdict.COME_BY_TCP) {
          out.begin(query, Query.TRUNCATED);
          reply.send(out.bytes, out.end(Rcode.NOERROR));
        }
        return;
      }
    }
    if (rcode != Rcode.NOERROR) {
      reply.send(out.bytes, out.error(query, rcode));
    } else if (query.version != 0) {
      reply.send(out.bytes, out.error(query, Rcode.BADVERS));
    } else if (query.opcode == Opcode.UPDATE) {
      reply.send(out.bytes, out.error(query, Rcode.REFUSED));
    } else if (isTransfer(query)) {
      transfer(reply);
    } else if (query.special) {
      reply.send(out.bytes, out.error(query, Rcode.FORMERR));
    } else {
      plain(query, out, reply);
    }
  }

  /** A question, and maybe EDNS. */
  private void plain(Query asked, AnswerWriter answer, Reply reply) {
    boolean recursion = forwarder.enabled() && clients.trusts(asked.client);
    if (!asked.internet()) {
      reply.send(answer.bytes, answer.error(asked, Rcode.REFUSED));
      return;
    }
    int length = authority.answer(asked, answer, recursion);
    boolean others = recursion && asked.wants(Query.RECURSION_DESIRED);
    if (length > 0 && (answer.outside() == null || !others)) {
      reply.send(answer.bytes, length);
    } else if (!others || !Forwarder.mayAsk(asked.type)) {
      reply.send(answer.bytes, answer.error(asked, Rcode.REFUSED));
    } else if (length > 0) {
      new AliasChain(asked, answer, length).goOn(forwarder, answer, reply);
    } else {
      forwarder.ask(asked, answer, reply);
    }
  }

  /**
   * Who is refused a part (IXFR) asks for the whole. A part would have to be kept, and the whole is
   * small.
   */
  private void transfer(Reply reply) {
    Zone zone = zones.at(query.name);
    boolean may = secondaries.trusts(query.client) && query.internet() && !query.special;
    if (!may || !query.tcp || query.type != Type.AXFR) {
      reply.send(out.bytes, out.error(query, Rcode.REFUSED));
    } else if (zone == null) {
      reply.send(out.bytes, out.error(query, Rcode.NOTAUTH));
    } else {
      new Transfer(query, out, reply).send(zones, zone);
    }
  }

  private static boolean isTransfer(Query query) {
    return query.type == Type.AXFR || query.type == Type.IXFR;
  }
}
