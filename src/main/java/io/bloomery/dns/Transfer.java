package io.bloomery.dns;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Sends a whole zone, as it is at one moment, in as few messages as it takes (RFC 5936). */
final class Transfer {
  private static final Logger log = LoggerFactory.getLogger(Transfer.class);

  private final Query query;
  private final AnswerWriter out;
  private final Reply reply;

  Transfer(Query query, AnswerWriter out, Reply reply) {
    this.query = query;
    this.out = out;
    this.reply = reply;
  }

  /** The SOA record is the first and the last (RFC 5936 section 2.2). */
  void send(Zones zones, Zone zone) {
    List<Node> nodes = zones.in(zone);
    RrSet soa =
        nodes.stream()
            .filter(it -> it.name().equals(zone.apex()))
            .findFirst()
            .orElseThrow()
            .set(Type.SOA);
    begin();
    add(zone.apex(), soa);
    for (Node node : nodes) {
      for (RrSet set : node.sets()) {
        if (set != soa) {
          add(node.name(), set);
        }
      }
    }
    add(zone.apex(), soa);
    end();
    log.info("zone {} sent to {}", zone, query.client.getHostAddress());
  }

  private void add(WireName owner, RrSet set) {
    for (int record = 0; record < set.wire.length; record = set.next(record)) {
      if (!out.record(owner, set, record)) {
        end();
        begin();
        out.record(owner, set, record);
      }
    }
  }

  private void begin() {
    out.begin(query, Query.AUTHORITATIVE);
  }

  private void end() {
    reply.send(out.bytes, out.end(Rcode.NOERROR));
  }
}
