package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole zones, to dig and to BIND as a secondary. */
class TransferTest extends StartedNameServer {
  private DnsZones zones;

  @BeforeEach
  void allow() {
    context.close();
    start("--bloomery.dns.forward=false", "--bloomery.dns.transfer=127.0.0.1,192.0.2.0/24");
    zones = context.getBean(DnsZones.class);
  }

  @Test
  void aZoneOfManyMessagesArrivesWhole() throws Exception {
    String text = "\"" + "x".repeat(250) + "\"";
    for (int i = 0; i < 300; i++) {
      zones.add("t" + i % 3 + ".bloomery.internal", "TXT", 5, "\"" + i + "\" " + text);
    }
    zones.add("www.bloomery.internal", "CNAME", 5, "t1.bloomery.internal");
    String all = dig("+noidnout", "bloomery.internal", "AXFR");
    // Twice SOA, NS, the server's address, the alias.
    assertThat(all).containsPattern("XFR size: 305 records \\(messages [2-9]");
    assertThat(all).contains("www.bloomery.internal.", "\"299\"");
    assertThat(all.lines().filter(it -> it.contains("SOA")).distinct()).hasSize(1);
  }

  @Test
  void othersGetNothing() throws Exception {
    assertThat(run("dig", "@::1", "-p", "" + port, "bloomery.internal", "AXFR"))
        .contains("Transfer failed");
    assertThat(dig("+tcp", "other.internal", "AXFR")).contains("Transfer failed");
    assertThat(dig("+notcp", "+ignore", "bloomery.internal", "IXFR=1"))
        .contains("MSG SIZE")
        .doesNotContain("SOA");
  }

  @Test
  void bindLooksForItself(@TempDir Path directory) throws Exception {
    machine("pc-far", "10.17.17.41");
    int own = freePort();
    Process named = named(directory, own, "min-refresh-time 1; max-refresh-time 1;");
    try {
      assertThat(copied("10.17.17.41", own, "pc-far", "A")).isTrue();
      // Now it asks for the difference first, and is content with the whole.
      zones.add("mail.bloomery.internal", "MX", 5, "10 mx.example.org");
      assertThat(copied("10 mx.example.org.", own, "mail", "MX"))
          .as(Files.readString(directory.resolve("log")))
          .isTrue();
    } finally {
      named.destroy();
      named.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void bindIsToldOfChanges(@TempDir Path directory) throws Exception {
    int own = freePort();
    context.close();
    start(
        "--bloomery.dns.forward=false",
        "--bloomery.dns.transfer=127.0.0.1",
        "--bloomery.dns.secondaries=127.0.0.1:" + own);
    zones = context.getBean(DnsZones.class);
    // By itself it would look again in an hour.
    Process named = named(directory, own, "");
    try {
      assertThat(copied("127.0.0.1", own, "ns", "A")).isTrue();
      zones.add("mail.bloomery.internal", "MX", 5, "10 mx.example.org");
      assertThat(copied("10 mx.example.org.", own, "mail", "MX"))
          .as(Files.readString(directory.resolve("log")))
          .isTrue();
      assertThat(Files.readString(directory.resolve("log"))).contains("received notify for zone");
    } finally {
      named.destroy();
      named.waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** From another address than the one the kernel would take; BIND heeds its primary alone. */
  @Test
  void bindIsToldFromTheAddressItKnows(@TempDir Path directory) throws Exception {
    int own = freePort();
    context.close();
    start(
        "--bloomery.dns.forward=false",
        "--bloomery.dns.listen=127.0.0.5",
        "--bloomery.dns.transfer=127.0.0.0/8",
        "--bloomery.dns.secondaries=127.0.0.1:" + own);
    zones = context.getBean(DnsZones.class);
    Process named = named(directory, own, "127.0.0.5", "");
    try {
      assertThat(copied("127.0.0.1", own, "ns", "A")).isTrue();
      zones.add("mail.bloomery.internal", "MX", 5, "10 mx.example.org");
      assertThat(copied("10 mx.example.org.", own, "mail", "MX"))
          .as(Files.readString(directory.resolve("log")))
          .isTrue();
    } finally {
      named.destroy();
      named.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Process named(Path directory, int own, String refresh) throws Exception {
    return named(directory, own, "127.0.0.1", refresh);
  }

  private Process named(Path directory, int own, String primary, String refresh) throws Exception {
    Files.writeString(
        directory.resolve("named.conf"),
        """
        options { directory "%s"; pid-file "named.pid"; session-keyfile "session.key"; recursion no;
          listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; dnssec-validation no; notify no; };
        controls { };
        zone "bloomery.internal" { type secondary; file "copy"; primaries port %d { %s; }; %s };
        """
            .formatted(directory, own, port, primary, refresh));
    return new ProcessBuilder("named", "-g", "-n", "1", "-c", directory + "/named.conf")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private static boolean copied(String answer, int secondary, String label, String type)
      throws Exception {
    for (int i = 0; i < 100; i++) {
      String name = label + ".bloomery.internal";
      if (run("dig", "@127.0.0.1", "-p", "" + secondary, "+short", "+time=1", name, type)
          .equals(answer)) {
        return true;
      }
      Thread.sleep(200);
    }
    return false;
  }
}
