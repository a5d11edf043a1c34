package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that people put into the zone, as dig sees them. */
class DnsRecordTest extends StartedNameServer {
  private DnsZones zones;

  @BeforeEach
  void find() {
    zones = context.getBean(DnsZones.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          www           | A     | 10.17.17.90                              | 10.17.17.90
          www           | aaaa  | 2001:DB8:0::9                            | 2001:db8:0:0:0:0:0:9
          @             | MX    | 10 Mail.Example.org                      | 10 mail.example.org.
          @             | TXT   | "v=spf1 -all" "; no comment"             | "v=spf1 -all" "; no comment"
          _ldap._tcp    | SRV   | 0 5 389 ldap.bloomery.internal           | 0 5 389 ldap.bloomery.internal.
          files         | CNAME | store.example.org.                       | store.example.org.
          """)
  void everyTypeIsServedWhenItIsThere(String label, String type, String data, String served)
      throws Exception {
    String name = label.equals("@") ? "bloomery.internal" : label + ".bloomery.internal";
    long serial = serial("bloomery.internal");
    DnsRecord record = zones.add(name, type, 77, data);
    assertThat(dig("+noall", "+answer", name, type).replaceAll("\\s+", " "))
        .startsWith(name + ". 77 IN " + type.toUpperCase(Locale.ROOT))
        .isEqualToIgnoringCase(
            name + ". 77 IN " + type + " " + served.replace(":0:0:0:0:0:9", "::9"));
    assertThat(serial("bloomery.internal")).isEqualTo(serial + 1);
    assertThat(zones.zones())
        .contains(new ZoneState("bloomery.internal.", serial("bloomery.internal")));
    assertThat(zones.remove(record.id())).isTrue();
    assertThat(dig("+short", name, type)).isEmpty();
    assertThat(serial("bloomery.internal")).isEqualTo(serial + 2);
    assertThat(zones.remove(record.id())).isFalse();
    assertThat(serial("bloomery.internal")).isEqualTo(serial + 2);
  }

  @Test
  void anAliasLeadsToAMachine() throws Exception {
    machine("pc-one", "10.17.17.31");
    await("10.17.17.31", "+short", "pc-one.bloomery.internal");
    zones.add("second.bloomery.internal", "CNAME", null, "pc-one.bloomery.internal");
    zones.add("first.bloomery.internal.", "CNAME", null, "second.bloomery.internal");
    assertThat(dig("+short", "first.bloomery.internal"))
        .isEqualTo("second.bloomery.internal.\npc-one.bloomery.internal.\n10.17.17.31");
  }

  @Test
  void aMachineTakesTheNameOfAnAliasAndGivesItBack() throws Exception {
    zones.add("www.bloomery.internal", "CNAME", null, "ns.bloomery.internal");
    String id = machine("www", "10.17.17.32");
    await("10.17.17.32", "+short", "www.bloomery.internal");
    assertThat(dig("+short", "www.bloomery.internal", "CNAME")).isEmpty();
    machines.address(id, null);
    await("ns.bloomery.internal.", "+short", "www.bloomery.internal", "CNAME");
  }

  @Test
  void recordsOutlastARestartAndAreListedInParts() throws Exception {
    DnsRecord first = zones.add("a.bloomery.internal", "A", null, "10.17.17.33");
    DnsRecord second = zones.add("a.bloomery.internal", "A", 60, "10.17.17.34");
    assertThat(first.ttl()).isEqualTo(30);
    context.close();
    start("--bloomery.dns.forward=false");
    assertThat(dig("+short", "a.bloomery.internal").lines())
        .containsExactlyInAnyOrder("10.17.17.33", "10.17.17.34");
    find();
    assertThat(zones.records(0, 10)).containsExactly(first, second);
    assertThat(zones.records(first.id(), 10)).containsExactly(second);
    assertThat(zones.records(0, 1)).containsExactly(first);
    zones.remove(first.id());
    assertThat(dig("+short", "a.bloomery.internal")).isEqualTo("10.17.17.34");
  }

  @Test
  void thatTheDomainChangedDoesNotKeepItFromStarting() throws Exception {
    DnsRecord old = zones.add("a.bloomery.internal", "A", null, "10.17.17.35");
    context.close();
    start("--bloomery.dns.forward=false", "--bloomery.dns.domain=other.internal");
    assertThat(dig("+short", "other.internal", "NS")).isEqualTo("ns.other.internal.");
    find();
    assertThat(zones.remove(old.id())).isTrue();
    assertThat(zones.records(0, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          www.example.org        | A     | 10.0.0.1       | name: www.example.org (expected: bloomery.internal or
          www                    | A     | 10.0.0.1       | name: www (expected
          evilbloomery.internal  | A     | 10.0.0.1       | name: evilbloomery.internal (expected
          *.bloomery.internal    | A     | 10.0.0.1       | there are no wildcards
          a b.bloomery.internal  | A     | 10.0.0.1       | name: a b.bloomery.internal (expected
          ..bloomery.internal    | A     | 10.0.0.1       | name: ..bloomery.internal (expected
          x.bloomery.internal    | NS    | ns.example.org | type: NS (expected: one of CNAME, TXT
          x.bloomery.internal    | A     | 10.0.0.256     | data: 10.0.0.256 (expected: an IPv4 address
          x.bloomery.internal    | A     | 10.0.0.1 7     | data: 10.0.0.1 7 (expected: an IPv4 address
          x.bloomery.internal    | AAAA  | 10.0.0.1       | data: 10.0.0.1 (expected: an IPv6 address
          x.bloomery.internal    | MX    | mail           | data: mail (expected: preference
          x.bloomery.internal    | SRV   | 1 2 99999 a.b  | data: 1 2 99999 a.b (expected: priority
          x.bloomery.internal    | CNAME | a..b           | data: a..b (expected: a whole name
          x.bloomery.internal    | TXT   | "open          | data: "open (expected: text in quotation marks
          x.bloomery.internal    | CNAME | X.bloomery.internal | another name than the alias's own
          bloomery.internal      | CNAME | example.org    | without other records for an alias; this one has
          ns.bloomery.internal   | CNAME | example.org    | this one has A
          ns.bloomery.internal   | A     | 127.0.0.1      | one that is not there yet
          """)
  void whatCannotBeIsRefusedWithValueAndReason(String name, String type, String data, String why) {
    assertThatThrownBy(() -> zones.add(name, type, null, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
    assertThat(zones.records(0, 10)).isEmpty();
  }

  @Test
  void anAliasHasNothingBesideItAndNothingIsThereTwice() {
    zones.add("www.bloomery.internal", "CNAME", null, "example.org");
    assertThatThrownBy(() -> zones.add("WWW.bloomery.internal", "TXT", null, "\"x\""))
        .hasMessageContaining("www.bloomery.internal TXT x (expected: another name");
    zones.add("mail.bloomery.internal", "MX", null, "10 a.example.org");
    assertThatThrownBy(() -> zones.add("mail.bloomery.internal", "MX", 5, "10 A.example.org."))
        .hasMessageContaining("one that is not there yet");
    assertThatThrownBy(() -> zones.add("x.bloomery.internal", "A", -1, "10.0.0.1"))
        .hasMessageContaining("ttl: -1 (expected: 0 to 604800 seconds)");
  }

  @Test
  void oneNameHasAHundredRecordsAtMost() throws Exception {
    for (int i = 0; i < 100; i++) {
      zones.add("many.bloomery.internal", "TXT", null, "\"" + i + "\"");
    }
    assertThatThrownBy(() -> zones.add("many.bloomery.internal", "A", null, "10.0.0.1"))
        .hasMessageContaining("100 records of one name at most");
    assertThat(dig("+short", "many.bloomery.internal", "TXT").lines()).hasSize(100);
  }
}
