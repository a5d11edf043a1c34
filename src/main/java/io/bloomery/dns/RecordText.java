package io.bloomery.dns;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Checks what a person wrote, and makes a record of it. */
final class RecordText {
  private static final List<String> TYPES = List.of("CNAME", "TXT", "SRV", "MX", "A", "AAAA");

  /** What programs put in besides: what means nothing to a server that only hands it on. */
  private static final Set<String> MORE_BY_UPDATE =
      Set.of("PTR", "CAA", "DHCID", "HTTPS", "NAPTR", "SSHFP", "SVCB", "TLSA");

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_DATA = 2000;
  private static final int LONGEST_TTL = 7 * 24 * 3600;

  /** SRV's and others' names begin with an underscore (RFC 8552). */
  private static final String NAME =
      "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private final String domain;

  RecordText(Name origin) {
    domain = origin.toString(true);
  }

  /**
   * The record in its one form, so that the same one is not there twice.
   *
   * @throws IllegalArgumentException says the value and what was expected
   */
  DnsRecord checked(String name, String type, int ttl, String data) {
    String upper = type.toUpperCase(Locale.ROOT);
    check(TYPES.contains(upper), "type", type, "one of " + String.join(", ", TYPES));
    check(ttl >= 0 && ttl <= LONGEST_TTL, "ttl", ttl, "0 to " + LONGEST_TTL + " seconds");
    String whole = name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    check(
        (whole.equals(domain) || whole.endsWith("." + domain))
            && whole.length() <= LONGEST_NAME
            && whole.matches(NAME),
        "name",
        name,
        domain + " or a name below it, of letters, digits, - and _; there are no wildcards");
    check(data.length() <= LONGEST_DATA, "data", data.length() + " characters", "2000 at most");
    Record parsed = record(new DnsRecord(0, whole, upper, ttl, data));
    check(
        !(parsed instanceof CNAMERecord alias && alias.getTarget().equals(alias.getName())),
        "data",
        data,
        "another name than the alias's own");
    String canonical = parsed.rdataToString();
    check(canonical.length() <= LONGEST_DATA, "data", "longer when written out", "2000 at most");
    return new DnsRecord(0, whole, upper, ttl, canonical);
  }

  /**
   * The same of a record that came in an update.
   *
   * @throws IllegalArgumentException as above
   */
  static DnsRecord checked(Record record) {
    String type = Type.string(record.getType());
    check(
        TYPES.contains(type) || MORE_BY_UPDATE.contains(type),
        "type",
        type,
        "one of " + String.join(", ", TYPES) + ", " + String.join(", ", MORE_BY_UPDATE));
    long ttl = record.getTTL();
    check(ttl <= LONGEST_TTL, "ttl", ttl, "0 to " + LONGEST_TTL + " seconds");
    String name = record.getName().toString(true).toLowerCase(Locale.ROOT);
    check(
        name.length() <= LONGEST_NAME && name.matches(NAME),
        "name",
        name,
        "letters, digits, - and _; there are no wildcards");
    String data = record.rdataToString();
    check(data.length() <= LONGEST_DATA, "data", data.length() + " characters", "2000 at most");
    DnsRecord written = new DnsRecord(0, name, type, (int) ttl, data);
    check(
        Arrays.equals(record(written).rdataToWireCanonical(), record.rdataToWireCanonical()),
        "data",
        data,
        "what can be written down");
    return written;
  }

  static Record record(DnsRecord record) {
    try {
      return Record.fromString(
          Name.fromString(record.name(), Name.root),
          Type.value(record.type()),
          DClass.IN,
          record.ttl(),
          record.data(),
          Name.root);
    } catch (IOException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "data: "
              + record.data()
              + " (expected: "
              + form(record.type())
              + "; "
              + wrong.getMessage()
              + ")",
          wrong);
    }
  }

  private static String form(String type) {
    return switch (type) {
      case "A" -> "an IPv4 address, 192.0.2.7";
      case "AAAA" -> "an IPv6 address, 2001:db8::7";
      case "CNAME" -> "a whole name, www.example.org";
      case "MX" -> "preference and a whole name, 10 mail.example.org";
      case "SRV" -> "priority, weight, port and a whole name, 0 5 389 ldap.example.org";
      default -> "text in quotation marks, \"v=spf1 -all\"";
    };
  }

  private static void check(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
