package io.bloomery.dns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;

/** Zones with something of everything: more than fits, aliases, loops of them, and ways out. */
final class DnsFuzzZones {
  private static final int TTL = 30;

  private DnsFuzzZones() {}

  static Zones filled(Name domain, ZoneTable table) {
    Name server = Name.fromConstantString("ns." + domain);
    Name reverse = Name.fromConstantString("17.17.10.in-addr.arpa.");
    List<Zone> all =
        List.of(
            new Zone(domain, server, TTL, table.begin(domain)),
            new Zone(reverse, server, TTL, table.begin(reverse)));
    Zones zones = new Zones(all);
    Draft draft = new Draft(zones);
    Map<Zone, Long> serials = new HashMap<>();
    for (Zone zone : all) {
      serials.put(zone, zone.serial());
      Node apex = draft.node(zone.apex(), zone);
      NSRecord ns = new NSRecord(zone.name(), DClass.IN, TTL, server);
      draft.put(apex.with(List.of(Rr.of(Rr.OWN, ns))));
    }
    put(draft, "ns", "A", "127.0.0.1");
    put(draft, "pc-seven", "A", "10.17.17.20");
    put(draft, "pc-seven", "AAAA", "2001:db8::7");
    put(draft, "a.deep.below", "A", "10.17.17.21");
    put(draft, "alias", "CNAME", "pc-seven.bloomery.internal.");
    put(draft, "chain", "CNAME", "alias.bloomery.internal.");
    put(draft, "loop", "CNAME", "pool.bloomery.internal.");
    put(draft, "pool", "CNAME", "loop.bloomery.internal.");
    put(draft, "elsewhere", "CNAME", "host.example.org.");
    put(draft, "nowhere", "CNAME", "none.bloomery.internal.");
    put(draft, "_ldap._tcp", "SRV", "0 5 389 pc-seven.bloomery.internal.");
    put(draft, "bloomery", "MX", "10 pc-seven.bloomery.internal.");
    for (int i = 0; i < 100; i++) {
      put(draft, "many", "A", "10.17.17." + i);
      put(draft, "texts", "TXT", ("\"" + i + " " + "x".repeat(200) + "\" ").repeat(6));
    }
    Name pointer = Name.fromConstantString("20." + reverse);
    put(draft, pointer, "PTR", "pc-seven.bloomery.internal.");
    zones.publish(draft, serials);
    return zones;
  }

  private static void put(Draft draft, String label, String type, String data) {
    put(draft, Name.fromConstantString(label + ".bloomery.internal."), type, data);
  }

  private static void put(Draft draft, Name name, String type, String data) {
    WireName wire = WireName.of(name);
    Node node = draft.node(wire, draft.zones().of(wire));
    DnsRecord record = new DnsRecord(0, name.toString(true), type, TTL, data);
    RecordBook.add(draft, node, Rr.of(new StoredRecord(record), RecordText.record(record)));
  }
}
