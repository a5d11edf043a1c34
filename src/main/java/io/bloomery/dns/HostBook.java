package io.bloomery.dns;

import io.bloomery.network.Ipv4;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;

/**
 * What of each host stands in the zones: its address under its name, and its name under its
 * address. A change touches these few names and no other.
 */
final class HostBook {
  private static final Logger log = LoggerFactory.getLogger(HostBook.class);

  private final Hosts hosts;
  private final Name domain;
  private final int ttl;
  private final NewZones newZones;

  /** What stands in the zones; of the writing thread alone, once it has started. */
  private final Map<String, Host> known = new HashMap<>();

  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  HostBook(Hosts hosts, Name domain, int ttl, NewZones newZones) {
    this.hosts = hosts;
    this.domain = domain;
    this.ttl = ttl;
    this.newZones = newZones;
  }

  /** Writes down all hosts there are. */
  void all(Draft draft) {
    hosts.all(
        host -> {
          put(draft, host);
          known.put(host.id(), host);
        });
  }

  /** Something about the host with this id may have changed. */
  void changed(String id, ZoneWriter writer) {
    if (waiting.add(id)) {
      writer.add(new HostChange(id, writer));
    }
  }

  private final class HostChange implements Change {
    private final String id;
    private final ZoneWriter writer;
    private Host now;

    HostChange(String id, ZoneWriter writer) {
      this.id = id;
      this.writer = writer;
    }

    @Override
    public boolean apply(Draft draft) {
      waiting.remove(id);
      now = hosts.find(id).orElse(null);
      Host before = known.get(id);
      if (before != null && !before.equals(now)) {
        take(draft, before);
      }
      if (now != null && !now.equals(before)) {
        put(draft, now);
      }
      return true;
    }

    @Override
    public void done() {
      if (now == null) {
        known.remove(id);
      } else {
        known.put(id, now);
      }
    }

    /** The database will be back, and the machine has its new name all the same. */
    @Override
    public void failed(RuntimeException why) {
      log.warn("the name of {} is not in DNS yet: {}", id, why.toString());
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      changed(id, writer);
    }
  }

  private void put(Draft draft, Host host) {
    for (Host.Entry entry : host.entries()) {
      Name name = name(entry);
      add(
          draft,
          Rr.of(host.id(), new ARecord(name, DClass.IN, ttl, entry.address().bytes())),
          name);
      newZones.cover(entry.address(), draft);
      Name reverse = reverse(entry.address());
      add(draft, Rr.of(host.id(), new PTRRecord(reverse, DClass.IN, ttl, name)), reverse);
    }
  }

  private static void add(Draft draft, Rr rr, Name owner) {
    WireName name = WireName.of(owner);
    Zone zone = draft.zones().of(name);
    if (zone == null) {
      return;
    }
    Node node = draft.node(name, zone);
    if (node.records().stream().anyMatch(it -> it.source().equals(Rr.OWN))) {
      log.warn("{} is the name server's own name, and is not given to a machine", owner);
      return;
    }
    List<Rr> more = new ArrayList<>(node.records());
    more.add(rr);
    draft.put(node.with(more));
  }

  private void take(Draft draft, Host host) {
    for (Host.Entry entry : host.entries()) {
      take(draft, host.id(), name(entry));
      take(draft, host.id(), reverse(entry.address()));
    }
  }

  private static void take(Draft draft, String id, Name owner) {
    WireName name = WireName.of(owner);
    Zone zone = draft.zones().of(name);
    if (zone != null) {
      Node node = draft.node(name, zone);
      List<Rr> rest = node.records().stream().filter(it -> !it.source().equals(id)).toList();
      if (rest.size() < node.records().size()) {
        draft.put(node.with(rest));
      }
    }
  }

  private Name name(Host.Entry entry) {
    try {
      return Name.fromString(entry.name(), domain);
    } catch (TextParseException noLabel) {
      throw new IllegalArgumentException(
          "host name: " + entry.name() + " (expected: labels of DNS)", noLabel);
    }
  }

  static Name reverse(Ipv4 address) {
    return ReverseMap.fromAddress(address.bytes());
  }
}
