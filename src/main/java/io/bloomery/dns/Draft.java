package io.bloomery.dns;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Changes that nobody sees yet: the zones as they will be, and what that means for the database. A
 * draft upon a draft can be dropped whole.
 */
final class Draft {
  private final Zones zones;
  private final Draft under;
  private final Map<WireName, Node> nodes = new LinkedHashMap<>();
  private final Set<StoredRecord> added = new LinkedHashSet<>();
  private final Set<StoredRecord> removed = new LinkedHashSet<>();

  Draft(Zones zones) {
    this(zones, null);
  }

  private Draft(Zones zones, Draft under) {
    this.zones = zones;
    this.under = under;
  }

  Draft upon() {
    return new Draft(zones, this);
  }

  /** Makes this one's changes the lower one's. */
  void keep() {
    under.nodes.putAll(nodes);
    removed.forEach(under::remove);
    under.added.addAll(added);
  }

  /** It is to become a row. */
  void add(StoredRecord record) {
    added.add(record);
  }

  /** Its row is to go; one that was not written yet never comes. */
  void remove(StoredRecord record) {
    if (!added.remove(record)) {
      removed.add(record);
    }
  }

  /** How many rows there will be. */
  int stored() {
    int before = under == null ? zones.stored() : under.stored();
    return before + added.size() - removed.size();
  }

  Set<StoredRecord> added() {
    return added;
  }

  Set<StoredRecord> removed() {
    return removed;
  }

  Zones zones() {
    return zones;
  }

  /** Never null; empty if nothing is known of the name. */
  Node node(WireName name, Zone zone) {
    for (Draft draft = this; draft != null; draft = draft.under) {
      Node node = draft.nodes.get(name);
      if (node != null) {
        return node;
      }
    }
    Node known = zones.node(name);
    return known == null ? new Node(name, zone) : known;
  }

  void put(Node node) {
    nodes.put(node.name(), node);
  }

  Collection<Node> nodes() {
    return nodes.values();
  }

  Set<Zone> touched() {
    Set<Zone> touched = new LinkedHashSet<>();
    nodes.values().forEach(it -> touched.add(it.zone()));
    return touched;
  }
}
