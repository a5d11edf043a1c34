package io.bloomery.dns;

import io.bloomery.network.Ipv4;
import io.bloomery.network.plan.Networks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;

/**
 * Makes zones: the domain and the reverse zones of all subnets at the start, and those of subnets
 * that are planned later as soon as somebody has an address there. Of the writing thread alone,
 * once that has started.
 */
final class NewZones {
  private final Name domain;
  private final int ttl;
  private final ZoneTable table;
  private final Networks networks;

  NewZones(DnsSettings settings, ZoneTable table, Networks networks) {
    domain = settings.origin();
    ttl = (int) settings.ttl().toSeconds();
    this.table = table;
    this.networks = networks;
  }

  /** Who serves them all. */
  Name server() {
    return Name.fromConstantString("ns." + domain);
  }

  List<Zone> atStart() {
    Set<Name> names = new LinkedHashSet<>();
    networks.plan().subnets().forEach(it -> names.addAll(ReverseZones.of(it.cidr())));
    names.add(domain);
    return names.stream().map(this::zone).toList();
  }

  private Zone zone(Name name) {
    return new Zone(name, server(), ttl, table.begin(name));
  }

  /** Sees to it that an address of a planned subnet has a reverse zone. */
  void cover(Ipv4 address, Draft draft) {
    Zone known = draft.zones().of(WireName.of(HostBook.reverse(address)));
    if (known != null) {
      serve(known, draft);
      return;
    }
    networks.plan().subnets().stream()
        .filter(it -> it.cidr().contains(address))
        .flatMap(it -> ReverseZones.of(it.cidr()).stream())
        .filter(name -> draft.zones().at(WireName.of(name)) == null)
        .map(this::zone)
        .forEach(
            zone -> {
              draft.zones().add(zone);
              serve(zone, draft);
            });
  }

  /** Writes down its server, if it is not: the draft that was to do it may have been dropped. */
  void serve(Zone zone, Draft draft) {
    Node apex = draft.node(zone.apex(), zone);
    Rr server = Rr.of(Rr.OWN, new NSRecord(zone.name(), DClass.IN, ttl, server()));
    if (apex.records().stream().noneMatch(it -> it.type() == server.type())) {
      List<Rr> more = new ArrayList<>(apex.records());
      more.add(server);
      draft.put(apex.with(more));
    }
  }
}
