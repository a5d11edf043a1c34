package io.bloomery.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a name; never changed, only replaced.
 *
 * @param records of hosts, and the server's own
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
    records.forEach(it -> byType.computeIfAbsent(it.type(), type -> new ArrayList<>()).add(it));
    return byType.values().stream().map(RrSet::new).toList();
  }
}
