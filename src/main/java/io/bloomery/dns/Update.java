package io.bloomery.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * An update as it was sent (RFC 2136), checked as far as that can be without looking into the zone.
 *
 * @param prerequisites what must hold
 */
record Update(Zone zone, List<Record> prerequisites, List<Edit> edits) {
  private static final int MOST = 1_000;

  /** Types of questions, not of records. */
  private static final Set<Integer> META =
      Set.of(Type.ANY, Type.AXFR, Type.IXFR, Type.MAILA, Type.MAILB);

  /**
   * One thing to do.
   *
   * @param record its class says what: IN adds it, NONE deletes it, ANY deletes all of its type
   * @param row what is stored, if it is to be added; otherwise null
   */
  record Edit(WireName name, Record record, DnsRecord row) {}

  /**
   * Checks a message that the key's owner signed.
   *
   * @throws Refused with the RCODE that RFC 2136 section 3 asks for
   */
  static Update of(Query query, Message message, TsigKey key, Zones zones) throws Refused {
    if (query.type != Type.SOA) {
      throw new Refused(
          Rcode.FORMERR, "zone: type " + Type.string(query.type) + " (expected: SOA)");
    }
    Zone zone = query.internet() ? zones.at(query.name) : null;
    if (zone == null) {
      throw new Refused(Rcode.NOTAUTH, "zone: " + query.name + " (expected: one of this server)");
    }
    if (query.records > MOST) {
      throw new Refused(
          Rcode.REFUSED, "records: " + query.records + " (expected: " + MOST + " at most)");
    }
    List<Record> prerequisites = message.getSection(Section.PREREQ);
    for (Record record : prerequisites) {
      inZone(record, zone, zones);
      prescan(record, record.getTTL() == 0 && prerequisiteForm(record));
    }
    List<Edit> edits = new ArrayList<>();
    for (Record record : message.getSection(Section.UPDATE)) {
      inZone(record, zone, zones);
      prescan(record, editForm(record));
      edits.add(edit(record, key));
    }
    return new Update(zone, prerequisites, edits);
  }

  private static void inZone(Record record, Zone zone, Zones zones) throws Refused {
    if (zones.of(WireName.of(record.getName())) != zone) {
      throw new Refused(
          Rcode.NOTZONE, "name: " + record.getName() + " (expected: in zone " + zone.name() + ")");
    }
  }

  private static void prescan(Record record, boolean form) throws Refused {
    if (!form) {
      throw new Refused(Rcode.FORMERR, "record: " + record + " (expected: a form of RFC 2136)");
    }
  }

  /** RFC 2136 section 3.2.5. */
  private static boolean prerequisiteForm(Record record) {
    return switch (record.getDClass()) {
      case DClass.ANY, DClass.NONE -> isEmpty(record);
      case DClass.IN -> !META.contains(record.getType());
      default -> false;
    };
  }

  /** RFC 2136 section 3.4.1.3. */
  private static boolean editForm(Record record) {
    boolean meta = META.contains(record.getType());
    return switch (record.getDClass()) {
      case DClass.IN -> !meta && !isEmpty(record);
      case DClass.ANY ->
          record.getTTL() == 0 && isEmpty(record) && (!meta || record.getType() == Type.ANY);
      case DClass.NONE -> record.getTTL() == 0 && !meta;
      default -> false;
    };
  }

  private static boolean isEmpty(Record record) {
    return record.rdataToWireCanonical().length == 0;
  }

  private static Edit edit(Record record, TsigKey key) throws Refused {
    WireName name = WireName.of(record.getName());
    if (!key.mayUpdate(name)) {
      throw new Refused(
          Rcode.REFUSED,
          "name: " + record.getName() + " (expected: in " + key.key.updates() + ", the key's)");
    }
    try {
      boolean adds = record.getDClass() == DClass.IN;
      return new Edit(name, record, adds ? RecordText.checked(record) : null);
    } catch (IllegalArgumentException wrong) {
      throw new Refused(Rcode.REFUSED, wrong.getMessage());
    }
  }
}
