package io.bloomery.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Type;

/**
 * What is known of a name; never changed, only replaced.
 *
 * @param records of hosts and people, and the server's own
 * @param sets what is answered
 */
record Node(WireName name, Zone zone, List<Rr> records, List<RrSet> sets) {
  Node(WireName name, Zone zone) {
    this(name, zone, List.of(), List.of());
  }

  Node with(List<Rr> changed) {
    return new Node(name, zone, changed, sets(changed));
  }

  RrSet set(int type) {
    for (int i = 0; i < sets.size(); i++) {
      if (sets.get(i).type == type) {
        return sets.get(i);
      }
    }
    return null;
  }

  private static List<RrSet> sets(List<Rr> records) {
    Map<Integer, List<Rr>> byType = new LinkedHashMap<>();
    for (Rr record : records) {
      List<Rr> same = byType.computeIfAbsent(record.type(), type -> new ArrayList<>());
      // A machine may get the address that a person wrote down (RFC 2181 section 5).
      if (same.stream().noneMatch(it -> Arrays.equals(it.rdata(), record.rdata()))) {
        same.add(record);
      }
    }
    if (byType.size() > 1) {
      // A machine was given the name of an alias, and counts (RFC 1034 section 3.6.2).
      byType.remove(Type.CNAME);
    }
    return byType.values().stream().map(RrSet::new).toList();
  }
}
