package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.NetworkCable;
import io.bloomery.network.Ipv4;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for a dnsmasq in a network namespace. Skipped unless root runs it. */
class DhcpProbeTest {
  private static final Duration WAIT = Duration.ofSeconds(3);
  @TempDir Path directory;
  private NetworkCable cable;

  @BeforeEach
  void plugIn() throws Exception {
    cable = NetworkCable.plug("probe", "10.231.18.1/24", "10.231.18.9/24");
  }

  @AfterEach
  void cut() throws Exception {
    if (cable != null) {
      cable.close();
    }
  }

  @Test
  void nobodyElse() throws Exception {
    assertThat(new DhcpProbe(cable.here(), 67).servers(Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void findsAnotherServer() throws Exception {
    assumeTrue(
        NetworkCable.installed("dnsmasq"), "dnsmasq (package dnsmasq-base) is not installed");
    try (NetworkCable.Running rogue =
        cable.there(
            "dnsmasq",
            "--conf-file=/dev/null",
            "--keep-in-foreground",
            "--port=0",
            "--user=root",
            "--interface=" + cable.farEnd(),
            "--bind-interfaces",
            "--dhcp-range=10.231.18.100,10.231.18.120",
            "--dhcp-authoritative",
            "--dhcp-leasefile=" + directory.resolve("leases"),
            "--pid-file=" + directory.resolve("pid"))) {
      rogue.awaitUdpPort(67);
      assertThat(new DhcpProbe(cable.here(), 67).servers(WAIT))
          .containsOnlyKeys(Ipv4.of("10.231.18.9"))
          .containsValue(cable.farMac());
      // An altered question is none: nobody listens where it goes.
      assertThat(new DhcpProbe(cable.here(), 6767).servers(Duration.ofSeconds(1))).isEmpty();
    }
  }

  @Test
  void saysWhichInterfaceIsMissing() {
    assertThatThrownBy(() -> new DhcpProbe("nosuch0", 67).servers(WAIT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nosuch0");
  }
}
