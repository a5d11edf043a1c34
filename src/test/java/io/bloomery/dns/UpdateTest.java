package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates by nsupdate, as dig then sees the zone. */
class UpdateTest extends StartedNameServer {
  private static final String ZONE = "bloomery.internal";

  private DnsZones zones;
  private String key;

  @BeforeEach
  void makeKey() {
    zones = context.getBean(DnsZones.class);
    key = key("robot", "hmac-sha256", ZONE, "17.17.10.in-addr.arpa");
  }

  private String key(String name, String algorithm, String... updates) {
    DnsKey wanted = new DnsKey(name, algorithm, List.of(updates), false);
    String secret = context.getBean(DnsKeys.class).add(wanted, null).secret();
    return algorithm + ":" + name + ":" + secret;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-v"})
  void whatIsAddedIsServedOnceItIsAnsweredAndStaysUntilItIsDeleted(String way) throws Exception {
    long serial = serial(ZONE);
    assertThat(update(way, key, "add dyn." + ZONE + " 60 A 10.17.17.200")).isEmpty();
    assertThat(dig("+noall", "+answer", "dyn." + ZONE).replaceAll("\\s+", " "))
        .isEqualTo("dyn." + ZONE + ". 60 IN A 10.17.17.200");
    assertThat(serial(ZONE)).isEqualTo(serial + 1);
    assertThat(zones.records(0, 10)).extracting(DnsRecord::name).containsExactly("dyn." + ZONE);
    context.close();
    start("--bloomery.dns.forward=false");
    assertThat(dig("+short", "dyn." + ZONE)).isEqualTo("10.17.17.200");
    assertThat(update(way, key, "delete dyn." + ZONE + " A 10.17.17.200")).isEmpty();
    assertThat(dig("dyn." + ZONE)).contains("status: NXDOMAIN");
    assertThat(context.getBean(DnsZones.class).records(0, 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac-sha224", "hmac-sha384", "hmac-sha512"})
  void everyAlgorithmCounts(String algorithm) throws Exception {
    String other = key("other", algorithm, "other." + ZONE);
    assertThat(update("", other, "add other." + ZONE + " 60 TXT hello")).isEmpty();
    assertThat(dig("+short", "other." + ZONE, "TXT")).isEqualTo("\"hello\"");
  }

  @Test
  void aReverseZoneIsUpdatedToo() throws Exception {
    String name = "200.17.17.10.in-addr.arpa";
    assertThat(updateOf("17.17.10.in-addr.arpa", key, "add " + name + " 60 PTR dyn." + ZONE))
        .isEmpty();
    assertThat(dig("+short", "-x", "10.17.17.200")).isEqualTo("dyn." + ZONE + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          prereq nxdomain there         | YXDOMAIN
          prereq yxdomain absent        | NXDOMAIN
          prereq nxrrset there A        | YXRRSET
          prereq yxrrset there TXT      | NXRRSET
          prereq yxrrset there A 10.17.17.201 | NXRRSET
          prereq yxdomain there         |
          prereq nxdomain absent        |
          prereq yxrrset there A        |
          prereq nxrrset there TXT      |
          prereq yxrrset there A 10.17.17.201, prereq yxrrset there A 10.17.17.202 |
          prereq yxdomain below.absent, prereq nxdomain absent | NXDOMAIN
          """)
  void nothingIsDoneUnlessWhatMustHoldHolds(String conditions, String error) throws Exception {
    update("", key, "add there." + ZONE + " 60 A 10.17.17.201");
    update("", key, "add there." + ZONE + " 60 A 10.17.17.202");
    List<String> lines = new ArrayList<>();
    for (String condition : conditions.split(", ")) {
      lines.add(condition.replaceFirst("(there|absent)( |$)", "$1." + ZONE + "$2"));
    }
    lines.add("add done." + ZONE + " 60 A 10.17.17.203");
    String said = update("", key, lines.toArray(String[]::new));
    if (error == null) {
      assertThat(said).isEmpty();
      assertThat(dig("+short", "done." + ZONE)).isEqualTo("10.17.17.203");
    } else {
      assertThat(said).isEqualTo("update failed: " + error);
      assertThat(dig("done." + ZONE)).contains("status: NXDOMAIN");
    }
  }

  @Test
  void rulesOfTheZoneAreKept() throws Exception {
    update("", key, "add a." + ZONE + " 60 A 10.17.17.201");
    update("", key, "add alias." + ZONE + " 60 CNAME a." + ZONE);
    // RFC 2136 section 3.4.2.2: passed over without a word.
    assertThat(update("", key, "add a." + ZONE + " 60 CNAME b." + ZONE)).isEmpty();
    assertThat(update("", key, "add alias." + ZONE + " 60 A 10.17.17.202")).isEmpty();
    assertThat(dig("+short", "alias." + ZONE)).isEqualTo("a." + ZONE + ".\n10.17.17.201");
    // An alias takes the place of another, a TTL that of another.
    assertThat(update("", key, "add alias." + ZONE + " 60 CNAME ns." + ZONE)).isEmpty();
    assertThat(dig("+short", "alias." + ZONE, "CNAME")).isEqualTo("ns." + ZONE + ".");
    assertThat(update("", key, "add a." + ZONE + " 90 A 10.17.17.201")).isEmpty();
    assertThat(dig("+noall", "+answer", "a." + ZONE).replaceAll("\\s+", " "))
        .isEqualTo("a." + ZONE + ". 90 IN A 10.17.17.201");
    long serial = serial(ZONE);
    assertThat(update("", key, "add a." + ZONE + " 90 A 10.17.17.201")).isEmpty();
    assertThat(update("", key, "delete " + ZONE + " NS", "delete " + ZONE + " SOA")).isEmpty();
    assertThat(update("", key, "delete " + ZONE + " NS ns." + ZONE)).isEmpty();
    assertThat(serial(ZONE)).isEqualTo(serial);
    update("", key, "add " + ZONE + " 60 MX 10 a." + ZONE);
    assertThat(update("", key, "delete " + ZONE)).isEmpty();
    assertThat(dig("+short", ZONE, "MX")).isEmpty();
    assertThat(dig("+short", ZONE, "NS")).isEqualTo("ns." + ZONE + ".");
    assertThat(update("", key, "add " + ZONE + " 60 NS a." + ZONE))
        .isEqualTo("update failed: REFUSED");
    assertThat(update("", key, "add *.w." + ZONE + " 60 A 10.17.17.201"))
        .isEqualTo("update failed: REFUSED");
    assertThat(update("", key, "add www.example.org. 60 A 10.17.17.201"))
        .isEqualTo("update failed: NOTZONE");
    assertThat(updateOf("example.org", key, "add www.example.org. 60 A 10.17.17.201"))
        .isEqualTo("update failed: NOTAUTH");
  }

  @Test
  void oneWrongLineAndNothingOfItIsDone() throws Exception {
    machine("pc-one", "10.17.17.31");
    await("10.17.17.31", "+short", "pc-one." + ZONE);
    String fine = "add fine." + ZONE + " 60 A 10.17.17.201";
    for (String line :
        List.of(
            "add pc-one." + ZONE + " 60 A 10.17.17.66",
            "add pc-one." + ZONE + " 60 AAAA 2001:db8::66",
            "add pc-one." + ZONE + " 60 CNAME evil.example.org",
            "delete pc-one." + ZONE + " A",
            "delete pc-one." + ZONE + " A 10.17.17.31",
            "delete pc-one." + ZONE,
            "delete ns." + ZONE)) {
      assertThat(update("", key, fine, line)).as(line).isEqualTo("update failed: REFUSED");
    }
    String reverse = "31.17.17.10.in-addr.arpa";
    for (String line : List.of("add " + reverse + " 60 PTR x." + ZONE, "delete " + reverse)) {
      assertThat(updateOf("17.17.10.in-addr.arpa", key, line)).isEqualTo("update failed: REFUSED");
    }
    assertThat(dig("fine." + ZONE)).contains("status: NXDOMAIN");
    assertThat(zones.records(0, 10)).isEmpty();
    assertThat(dig("+short", "pc-one." + ZONE)).isEqualTo("10.17.17.31");
    assertThat(dig("+short", "-x", "10.17.17.31")).isEqualTo("pc-one." + ZONE + ".");
    // What says nothing of its address may stand beside it.
    assertThat(update("", key, "add pc-one." + ZONE + " 60 TXT mine")).isEmpty();
    assertThat(dig("+short", "pc-one." + ZONE, "TXT")).isEqualTo("\"mine\"");
  }

  @Test
  void aKeyHasItsNamesAndNoOthers() throws Exception {
    String acme = key("acme", "hmac-sha256", "_acme-challenge.www." + ZONE);
    assertThat(update("", acme, "add _acme-challenge.www." + ZONE + " 60 TXT token")).isEmpty();
    assertThat(update("", acme, "add x._acme-challenge.www." + ZONE + " 60 TXT token")).isEmpty();
    for (String name : List.of("www.", "x-_acme-challenge.www.", "")) {
      assertThat(update("", acme, "add " + name + ZONE + " 60 TXT token"))
          .isEqualTo("update failed: REFUSED");
    }
    assertThat(update("", acme, "delete www." + ZONE)).isEqualTo("update failed: REFUSED");
    assertThat(run("dig", "@127.0.0.1", "-p", "" + port, "-y", acme, ZONE, "AXFR"))
        .contains("Transfer failed");
  }

  @Test
  void whoeverDoesNotSignOrSignsWronglyIsRefused() throws Exception {
    String line = "add dyn." + ZONE + " 60 A 10.17.17.200";
    assertThat(update("", null, line)).isEqualTo("update failed: REFUSED");
    String guess = "hmac-sha256:robot:" + "A".repeat(43) + "=";
    assertThat(update("", guess, line)).contains("NOTAUTH", "BADSIG");
    assertThat(update("", key.replace("robot", "nobody"), line)).contains("NOTAUTH", "BADKEY");
    assertThat(update("", key.replace("sha256", "sha512"), line)).contains("NOTAUTH", "BADKEY");
    context.getBean(DnsKeys.class).remove("robot");
    assertThat(update("", key, line)).contains("NOTAUTH", "BADKEY");
    assertThat(dig("dyn." + ZONE)).contains("status: NXDOMAIN");
  }

  @Test
  void manyAtOnceAreAllThere() throws Exception {
    List<Process> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Process client = new ProcessBuilder("nsupdate", "-y", key).redirectErrorStream(true).start();
      StringBuilder text = new StringBuilder("server 127.0.0.1 " + port + "\nzone " + ZONE + "\n");
      for (int j = 0; j < 25; j++) {
        text.append("update add m%d-%d.%s 60 A 10.17.17.9\nsend\n".formatted(i, j, ZONE));
        text.append("update delete m%d-%d.%s\n".formatted(i, j, ZONE));
        text.append("update add m%d-%d.%s 60 A 10.17.18.%d\nsend\n".formatted(i, j, ZONE, j));
      }
      client.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().close();
      clients.add(client);
    }
    for (Process client : clients) {
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEmpty();
    }
    assertThat(zones.records(0, 500)).hasSize(200).noneMatch(it -> it.data().endsWith("17.9"));
    assertThat(dig("+short", "m7-24." + ZONE)).isEqualTo("10.17.18.24");
  }

  @Test
  void oneNameHasAHundredRecordsAtMost() throws Exception {
    String[] lines =
        IntStream.range(0, 100)
            .mapToObj(it -> "add many." + ZONE + " 60 A 10.17.18." + it)
            .toArray(String[]::new);
    assertThat(update("-v", key, lines)).isEmpty();
    assertThat(update("-v", key, "add many." + ZONE + " 60 A 10.17.18.100"))
        .isEqualTo("update failed: REFUSED");
    String[] more =
        IntStream.range(0, 1_001)
            .mapToObj(it -> "add n" + it + "." + ZONE + " 60 A 10.17.18.1")
            .toArray(String[]::new);
    assertThat(update("-v", key, more)).isEqualTo("update failed: REFUSED");
    assertThat(zones.records(0, 200)).hasSize(100);
  }

  private String update(String way, String by, String... lines) throws Exception {
    return sent(way, ZONE, by, lines);
  }

  private String updateOf(String zone, String by, String... lines) throws Exception {
    return sent("", zone, by, lines);
  }

  /** What nsupdate says; nothing if all is done. */
  private String sent(String way, String zone, String by, String... lines) throws Exception {
    List<String> command = new ArrayList<>(List.of("nsupdate"));
    if (!way.isEmpty()) {
      command.add(way);
    }
    if (by != null) {
      command.addAll(List.of("-y", by));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder text = new StringBuilder("server 127.0.0.1 " + port + "\nzone " + zone + "\n");
    for (String line : lines) {
      text.append(line.startsWith("prereq") ? "" : "update ").append(line).append('\n');
    }
    text.append("send\n");
    process.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
