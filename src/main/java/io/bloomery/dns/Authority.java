package io.bloomery.dns;

import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Answers from the zones (RFC 1034 section 4.3.2, without wildcards and delegations). */
final class Authority {
  /** Longer chains of aliases are a mistake or a loop. */
  private static final int LONGEST_CHAIN = 8;

  private final Zones zones;

  Authority(Zones zones) {
    this.zones = zones;
  }

  /**
   * Writes an answer.
   *
   * @return its length, or 0 if the name is in no zone of ours
   */
  int answer(Query query, AnswerWriter out, boolean recursion) {
    Node node = zones.node(query.name);
    Zone zone = node == null ? zones.of(query.name) : node.zone();
    if (zone == null) {
      return 0;
    }
    out.begin(query, Query.AUTHORITATIVE | (recursion ? Query.RECURSION_AVAILABLE : 0));
    if (node == null) {
      return nothing(query, out, zone, exists(query.name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
    }
    RrSet set = query.type == Type.ANY ? any(node) : node.set(query.type);
    if (set != null) {
      out.answer(set, RrSet.QUESTION);
      return out.end(Rcode.NOERROR);
    }
    RrSet alias = node.set(Type.CNAME);
    if (alias != null) {
      return zones.reading(() -> follow(query, out));
    }
    return nothing(query, out, zone, Rcode.NOERROR);
  }

  /**
   * All there is could be used to send much to somebody else for little (RFC 8482 section 4.1: one
   * is enough).
   */
  private static RrSet any(Node node) {
    return node.sets().isEmpty() ? null : node.sets().get(0);
  }

  private boolean exists(WireName name) {
    return zones.hasBelow(name) || zones.at(name) != null;
  }

  /** The SOA record says how long to remember that there is nothing (RFC 2308 section 3). */
  private static int nothing(Query query, AnswerWriter out, Zone zone, int rcode) {
    int apex = RrSet.QUESTION + query.name.length() - zone.apex().length();
    out.authority(zone.negativeSoa(), apex);
    return out.end(rcode);
  }

  private int follow(Query query, AnswerWriter out) {
    WireName name = query.name;
    int owner = RrSet.QUESTION;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      Node node = zones.node(name);
      Zone zone = node == null ? zones.of(name) : node.zone();
      if (zone == null) {
        out.outside(name);
        return out.end(Rcode.NOERROR);
      }
      if (node == null) {
        int apex = owner + name.length() - zone.apex().length();
        out.authority(zone.negativeSoa(), apex);
        return out.end(exists(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
      }
      RrSet set = node.set(query.type);
      if (set != null) {
        out.answer(set, owner);
        return out.end(Rcode.NOERROR);
      }
      RrSet alias = node.set(Type.CNAME);
      if (alias == null) {
        out.authority(zone.negativeSoa(), owner + name.length() - zone.apex().length());
        return out.end(Rcode.NOERROR);
      }
      int target = out.position() + RrSet.data();
      if (target > 0x3fff || !out.answer(alias, owner)) {
        return out.end(Rcode.NOERROR);
      }
      int end = WireName.end(out.bytes, target, out.bytes.length);
      name = WireName.of(out.bytes, target, end);
      owner = target;
    }
    return out.end(Rcode.SERVFAIL);
  }
}
