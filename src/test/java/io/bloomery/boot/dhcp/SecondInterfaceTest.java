package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.BootNetwork;
import io.bloomery.boot.NetworkCable;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.network.Leases;
import io.bloomery.network.link.NicReports;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Vlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Interfaces of the plan, planned and plugged in while DHCP runs. */
class SecondInterfaceTest {
  @TempDir Path directory;

  @Test
  void servesWhatThePlanSaysForAsLongAsItSaysSo() throws Exception {
    try (NetworkCable first = NetworkCable.plug("subfst", "10.231.31.1/24", null);
        ConfigurableApplicationContext controller =
            BootNetwork.start(
                "bloomery.network.interface=" + first.here(),
                "bloomery.network.subnet=10.231.31.0/24",
                "bloomery.network.address=10.231.31.1",
                "bloomery.network.dynamic-range=10.231.31.100-10.231.31.199",
                "bloomery.network.static-range=10.231.31.10-10.231.31.99",
                "bloomery.network.tftp-port=0",
                "bloomery.dns.port=0")) {
      Networks networks = controller.getBean(Networks.class);
      DhcpState.Source dhcp = controller.getBean(DhcpState.Source.class);
      PlanText.add(networks, "vlan 10 device=blmsubsnd0");
      PlanText.add(
          networks,
          "subnet 10.231.32.0/24 vlan=10 dynamic=10.231.32.100-10.231.32.199 gateway=10.231.32.1");
      assertThat(dhcp.states()).hasSize(1);
      for (int plugged = 0; plugged < 2; plugged++) {
        try (NetworkCable second = NetworkCable.plug("subsnd", "10.231.32.1/24", null)) {
          awaitPorts(dhcp, 2);
          assertThat(lease(second))
              .isEqualTo("10.231.32.10" + plugged + " 10.231.32.1 10.231.32.1");
          assertThat(controller.getBean(Leases.class).byMac(MacAddress.of(second.farMac())))
              .hasValueSatisfying(
                  it -> assertThat(it.address()).asString().startsWith("10.231.32"));
          assertThat(subnetReported(controller, second)).isEqualTo("10.231.32.0/24");
          assertThat(lease(first)).isEqualTo("10.231.31.100 10.231.31.1");
        }
        awaitPorts(dhcp, 1);
      }
      try (NetworkCable second = NetworkCable.plug("subsnd", "10.231.32.1/24", null)) {
        awaitPorts(dhcp, 2);
        assertThat(routersHeard(second)).isTrue();
        Vlan vlan = networks.plan().vlanAt(second.here()).orElseThrow();
        PlanText.without(networks, vlan);
        awaitPorts(dhcp, 1);
        assertThat(lease(second)).isEmpty();
        assertThat(routersHeard(second)).isFalse();
        assertThat(routersHeard(first)).isTrue();
      }
    }
  }

  /** Where an inventory finds a card that asked as the in-RAM system does on all but one. */
  private static String subnetReported(
      ConfigurableApplicationContext controller, NetworkCable cable) throws Exception {
    MacAddress mac = MacAddress.of(cable.farMac());
    cable.thereDone(
        "udhcpc", "-f", "-q", "-n", "-i", cable.farEnd(), "-s", "/bin/true", "-t", "3", "-T", "1");
    assertThat(
            cable.thereDone("ip", "-4", "-br", "address", "show", "dev", cable.farEnd()).output())
        .as("nobody takes the address")
        .doesNotContain("10.231");
    Machine machine =
        controller
            .getBean(Machines.class)
            .enlist(
                new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 1, 1L << 30));
    NicReports reports = controller.getBean(NicReports.class);
    reports.reported(mac, "eth1");
    return controller
        .getBean(Networks.class)
        .subnet(reports.of(machine).get(mac).subnet())
        .cidr()
        .toString();
  }

  private static void awaitPorts(DhcpState.Source dhcp, int count) throws Exception {
    for (int i = 0; i < 300; i++) {
      if (dhcp.states().size() == count && dhcp.states().stream().allMatch(DhcpState::serving)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(dhcp.states()).hasSize(count).allMatch(DhcpState::serving);
  }

  /** Whether "no IPv6 router here" comes within two of its periods. */
  private static boolean routersHeard(NetworkCable cable) throws Exception {
    assumeTrue(NetworkCable.installed("tcpdump"), "tcpdump is not installed");
    String output =
        cable
            .thereDone(
                "timeout",
                "7",
                "tcpdump",
                "-c1",
                "-vni",
                cable.farEnd(),
                "icmp6 and ip6[40] == 134")
            .output();
    return output.contains("router lifetime 0s");
  }

  /** Address, server and router, as a real client was told. */
  private String lease(NetworkCable cable) throws Exception {
    Path script = directory.resolve("script");
    Path told = directory.resolve("told");
    Files.deleteIfExists(told);
    Files.writeString(
        script, "#!/bin/sh\n[ \"$1\" = bound ] && echo $ip $serverid $router >" + told + "\n:\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    cable.udhcpc(script.toString());
    return Files.exists(told) ? Files.readString(told).strip() : "";
  }
}
