package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.BootNetwork;
import io.bloomery.boot.NetworkCable;
import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootNote;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.TestNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A controller at a network where a dnsmasq serves already. Skipped unless root runs it. */
class OtherServersTest {
  @TempDir Path directory;
  private NetworkCable cable;
  private NetworkCable.Running other;
  private ConfigurableApplicationContext controller;

  @BeforeEach
  void rival() throws Exception {
    assumeTrue(NetworkCable.installed("dnsmasq"), "dnsmasq-base is not installed");
    cable = NetworkCable.plug("others", "10.231.21.1/24", "10.231.21.9/24");
    other = dnsmasq();
  }

  private NetworkCable.Running dnsmasq() throws Exception {
    NetworkCable.Running started =
        cable.there(
            "dnsmasq",
            "--conf-file=/dev/null",
            "--keep-in-foreground",
            "--port=0",
            "--user=root",
            "--interface=" + cable.farEnd(),
            "--bind-interfaces",
            "--dhcp-range=10.231.21.200,10.231.21.220",
            "--dhcp-authoritative",
            "--dhcp-leasefile=" + directory.resolve("leases"),
            "--pid-file=" + directory.resolve("pid"));
    started.awaitUdpPort(67);
    return started;
  }

  @AfterEach
  void stop() throws Exception {
    if (controller != null) {
      controller.close();
    }
    if (other != null) {
      other.close();
    }
    if (cable != null) {
      cable.close();
    }
  }

  @Test
  void theOnlyServerDoesNotServeBesideAnother() throws Exception {
    DhcpState state = stateOf();
    assertThat(state.serving()).isFalse();
    assertThat(state.reason()).contains("10.231.21.9").contains("bloomery.network.dhcp=proxy");
    assertThat(state.others()).containsExactly(new DhcpState.Other("10.231.21.9", cable.farMac()));
  }

  @Test
  void beginsWhenTheOtherIsGoneAndDoesNotStopForOneThatComesLater() throws Exception {
    assertThat(stateOf().serving()).isFalse();
    MacAddress nic = MacAddress.of(cable.farMac());
    cable.thereDone(
        "udhcpc", "-i", cable.farEnd(), "-n", "-q", "-f", "-t", "2", "-T", "1", "-s", "/bin/true");
    assertThat(controller.getBean(BootJournal.class).of(List.of(nic)))
        .last()
        .extracting(BootNote::step, BootNote::detail)
        .containsExactly(
            BootStep.NO_ADDRESS, "DHCP is not served beside 10.231.21.9, see GET /api/v1/dhcp");
    other.close();
    DhcpState.Source server = controller.getBean(DhcpState.Source.class);
    for (int i = 0; i < 500 && !server.states().get(0).serving(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(server.states().get(0).serving()).isTrue();
    other = dnsmasq();
    ((DhcpServer) server).lookForOthers();
    assertThat(server.states().get(0).others()).hasSize(1);
    assertThat(server.states().get(0).serving()).isTrue();
    assertThat(server.states().get(0).reason()).isNull();
  }

  @Test
  void oneOfTwoServes() throws Exception {
    DhcpState state = stateOf("bloomery.network.authoritative=false");
    assertThat(state.serving()).isTrue();
    assertThat(state.others()).hasSize(1);
  }

  @Test
  void aProxyIsMeantForIt() throws Exception {
    assertThat(stateOf("bloomery.network.dhcp=proxy").serving()).isTrue();
  }

  /** Who could not look serves all the same, but does not say that nobody else is there. */
  @Test
  void notToSeeIsNotToSeeNobody() throws Exception {
    Arrival nowhere = new Arrival("nosuch0", List.of());
    try (OtherServers others = new OtherServers(TestNetwork.settings(Map.of()), nowhere)) {
      for (int i = 0; i < 100 && !others.permit(); i++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(others.state().serving()).isTrue();
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(others.state().lookedAt()).isNull();
    }
  }

  /** The state after the first look. */
  private DhcpState stateOf(String... more) throws Exception {
    String[] usual = {
      "bloomery.network.interface=" + cable.here(),
      "bloomery.network.subnet=10.231.21.0/24",
      "bloomery.network.address=10.231.21.1",
      "bloomery.network.dynamic-range=10.231.21.100-10.231.21.199",
      "bloomery.network.static-range=10.231.21.10-10.231.21.99",
      "bloomery.network.tftp-port=0",
      "bloomery.dns.port=0"
    };
    String[] all = new String[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    controller = BootNetwork.start(all);
    DhcpState.Source server = controller.getBean(DhcpState.Source.class);
    for (int i = 0; i < 150 && server.states().get(0).lookedAt() == null; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return server.states().get(0);
  }
}
