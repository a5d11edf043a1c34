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
  private final KeyBook keys;
  private final Updates updates;
  private final Refusals refusals;
  private final Query query = new Query();
  private final AnswerWriter out = new AnswerWriter();

  /** What all engines have in common. */
  record Parts(
      Zones zones,
      Clients clients,
      Clients secondaries,
      Forwarder forwarder,
      ReplyLimit limit,
      KeyBook keys,
      Updates updates,
      Refusals refusals) {}

  Engine(Parts parts) {
    zones = parts.zones();
    authority = new Authority(zones);
    clients = parts.clients();
    secondaries = parts.secondaries();
    forwarder = parts.forwarder();
    limit = parts.limit();
    keys = parts.keys();
    updates = parts.updates();
    refusals = parts.refusals();
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
    Signature signature = rcode == Rcode.NOERROR && query.signed ? Signature.of(query, keys) : null;
    boolean known = signature != null && signature.holds();
    if (!tcp && !known && !clients.trusts(client)) {
      ReplyLimit.Verdict verdict = limit.of(client, System.nanoTime());
      if (verdict != ReplyLimit.Verdict.ANSWER) {
        if (verdict == ReplyLimit.Verdict.COME_BY_TCP) {
          out.begin(query, Query.TRUNCATED);
          reply.send(out.bytes, out.end(Rcode.NOERROR));
        }
        return;
      }
    }
    if (signature == null) {
      unsigned(rcode == Rcode.NOERROR && query.signed ? Rcode.FORMERR : rcode, reply);
    } else {
      query.reserved = signature.length();
      signed(signature, signature.signing(reply));
    }
  }

  private void unsigned(int rcode, Reply reply) {
    if (rcode != Rcode.NOERROR) {
      reply.send(out.bytes, out.error(query, rcode));
    } else if (query.opcode == Opcode.UPDATE && query.version == 0) {
      reply.send(out.bytes, out.error(query, Rcode.REFUSED));
    } else {
      question(null, reply);
    }
  }

  /** RFC 8945 section 5.2. */
  private void signed(Signature signature, Reply reply) {
    if (!signature.holds()) {
      refusals.say(query.client, signature, "its signature does not hold");
      reply.send(out.bytes, out.error(query, Rcode.NOTAUTH));
    } else if (query.opcode == Opcode.UPDATE && query.version == 0) {
      updates.take(query, signature, out, reply);
    } else {
      question(signature, reply);
    }
  }

  private void question(Signature signature, Reply reply) {
    if (query.version != 0) {
      reply.send(out.bytes, out.error(query, Rcode.BADVERS));
    } else if (isTransfer(query)) {
      transfer(signature, reply);
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
  private void transfer(Signature signature, Reply reply) {
    Zone zone = zones.at(query.name);
    boolean known =
        secondaries.trusts(query.client) || signature != null && signature.key().key.transfer();
    boolean may = known && query.internet() && !query.special;
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
