package io.bloomery.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * All names of all zones, in memory. One name is read without a lock; who needs several that belong
 * together, as a chain of aliases does, takes {@link #reading}.
 */
final class Zones {
  private final Map<WireName, Zone> byApex = new ConcurrentHashMap<>();
  private final Map<WireName, Node> nodes = new ConcurrentHashMap<>();

  /**
   * How many names there are below a name. One that has none itself but some below exists all the
   * same (RFC 8020, RFC 4592 section 2.2.2).
   */
  private final Map<WireName, Integer> below = new ConcurrentHashMap<>();

  /** Rows behind them; the writing thread's alone, once it has started. */
  private int stored;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  Zones(List<Zone> zones) {
    zones.forEach(this::add);
  }

  /** One more, whose names are published later. */
  void add(Zone zone) {
    byApex.put(zone.apex(), zone);
  }

  Collection<Zone> all() {
    return byApex.values();
  }

  Node node(WireName name) {
    return nodes.get(name);
  }

  /** The zone with exactly this name, or null. */
  Zone at(WireName apex) {
    return byApex.get(apex);
  }

  /** The zone the name is in, or null. */
  Zone of(WireName name) {
    for (WireName apex = name; ; apex = apex.parent()) {
      Zone zone = byApex.get(apex);
      if (zone != null || apex.isRoot()) {
        return zone;
      }
    }
  }

  /** All names of a zone, as they are at one moment. */
  List<Node> in(Zone zone) {
    return reading(() -> nodes.values().stream().filter(it -> it.zone() == zone).toList());
  }

  boolean hasBelow(WireName name) {
    return below.containsKey(name);
  }

  /** Nothing changes while it runs. */
  <T> T reading(Supplier<T> reader) {
    lock.readLock().lock();
    try {
      return reader.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  int stored() {
    return stored;
  }

  /** Replaces names, and gives each zone its new serial, for readers at one moment. */
  void publish(Draft draft, Map<Zone, Long> serials) {
    stored = draft.stored();
    lock.writeLock().lock();
    try {
      draft.nodes().forEach(this::put);
      serials.forEach(this::serial);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void serial(Zone zone, long serial) {
    zone.serial(serial);
    Node apex = nodes.getOrDefault(zone.apex(), new Node(zone.apex(), zone));
    List<Rr> own = new ArrayList<>(apex.records());
    own.removeIf(it -> it.type() == zone.soa().type());
    own.add(0, zone.soa());
    put(apex.with(own));
  }

  private void put(Node node) {
    boolean was;
    if (node.records().isEmpty()) {
      was = nodes.remove(node.name()) != null;
    } else {
      was = nodes.put(node.name(), node) != null;
    }
    int more = (node.records().isEmpty() ? 0 : 1) - (was ? 1 : 0);
    if (more == 0) {
      return;
    }
    WireName apex = node.zone().apex();
    for (WireName up = node.name(); !up.equals(apex); ) {
      up = up.parent();
      below.compute(
          up,
          (name, count) -> {
            int sum = (count == null ? 0 : count) + more;
            return sum == 0 ? null : sum;
          });
    }
  }
}
