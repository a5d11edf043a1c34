package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Sighting;
import io.bloomery.network.AddressRange;
import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import io.bloomery.network.TestNetwork;
import io.bloomery.network.TestResolver;
import io.bloomery.network.link.Link;
import io.bloomery.network.link.LinkMode;
import io.bloomery.network.link.MachineInterface;
import io.bloomery.network.plan.StaticRoute;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.SubnetRange;
import io.bloomery.network.plan.Vlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, and what Debian's cloud-init and netplan make of it. */
class NetworkConfigTest {
  private static final List<MacAddress> NICS = List.of(mac(1), mac(2), mac(3), mac(4));

  @TempDir Path directory;
  private TestNetwork network;
  private Machine machine;
  private long boot;

  @BeforeEach
  void open() {
    network =
        new TestNetwork(Map.of("gateway", "10.17.17.2", "dns-servers", "10.17.17.1,10.17.17.3"));
    boot = network.networks.settingsSubnet().id();
    String id =
        network
            .machines
            .enlist(
                new Sighting(NICS.get(0), NICS, null, null, Firmware.BIOS, "x86_64", 1, 1L << 30))
            .id();
    network.hardware.inventory(id, "{}", false, 1, 1L << 30, 1, NICS, null, null);
    machine = network.machines.get(id);
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void machineThatNobodyConfiguredHasOneAddressAtTheCardItBootsFrom() throws Exception {
    network.addresses.reserve(machine);
    machine = network.machines.get(machine.id());
    String text =
        new NetworkConfig(
                network.interfaces.unconfigured(machine),
                network.networks.plan(),
                TestResolver.none())
            .toString();
    assertThat(text)
        .isEqualTo(
            """
            version: 2
            ethernets:
              eth0:
                match:
                  macaddress: "52:54:00:00:00:01"
                set-name: eth0
                addresses:
                  - 10.17.17.10/24
                routes:
                  - to: 0.0.0.0/0
                    via: 10.17.17.2
                nameservers:
                  addresses:
                    - 10.17.17.1
                    - 10.17.17.3
            """);
    CloudInit.unpack();
    Map<String, String> networkd = CloudInit.rendered(directory, "networkd", text);
    assertThat(networkd.get("10-cloud-init-eth0.network"))
        .contains(
            "MACAddress=52:54:00:00:00:01",
            "Address=10.17.17.10/24",
            "DNS=10.17.17.1 10.17.17.3",
            "Gateway=10.17.17.2");
  }

  @Test
  void bondsAndVlansAreUnderstoodByTheRealTools() throws Exception {
    configureAll();
    network.addresses.reserve(machine);
    String text = configured();
    assertThat(text)
        .isEqualTo(
            """
            version: 2
            ethernets:
              eno1:
                match:
                  macaddress: "52:54:00:00:00:02"
                set-name: eno1
              eno2:
                match:
                  macaddress: "52:54:00:00:00:01"
                set-name: eno2
              eno3:
                match:
                  macaddress: "52:54:00:00:00:03"
                set-name: eno3
                dhcp4: true
                dhcp4-overrides:
                  use-routes: false
              eno4:
                match:
                  macaddress: "52:54:00:00:00:04"
                set-name: eno4
                optional: true
            bonds:
              bond0:
                interfaces: ["eno1", "eno2"]
                macaddress: "52:54:00:00:00:01"
                parameters:
                  lacp-rate: "fast"
                  mode: "802.3ad"
                  transmit-hash-policy: "layer3+4"
                  mii-monitor-interval: "100"
                mtu: 9000
                addresses:
                  - 10.17.17.10/24
                routes:
                  - to: 0.0.0.0/0
                    via: 10.17.17.2
                nameservers:
                  addresses:
                    - 10.17.17.1
                    - 10.17.17.3
                  search: ["lab.example"]
            vlans:
              bond0.20:
                id: 20
                link: bond0
                mtu: 9000
                addresses:
                  - 10.20.0.7/24
                routes:
                  - to: 10.40.0.0/16
                    via: 10.20.0.2
                nameservers:
                  addresses:
                    - 10.17.17.1
                  search: ["lab.example"]
            """);
    CloudInit.unpack();
    Map<String, String> netplan = CloudInit.rendered(directory, "netplan", text);
    assertThat(netplan.get("10-netplan-bond0.netdev"))
        .contains(
            "Kind=bond",
            "Mode=802.3ad",
            "LACPTransmitRate=fast",
            "MIIMonitorSec=100ms",
            "TransmitHashPolicy=layer3+4",
            "MACAddress=52:54:00:00:00:01",
            "MTUBytes=9000");
    assertThat(netplan.get("10-netplan-bond0.network"))
        .contains("Address=10.17.17.10/24", "VLAN=bond0.20", "Gateway=10.17.17.2")
        .contains("Domains=lab.example");
    assertThat(netplan.get("10-netplan-bond0.20.netdev")).contains("Kind=vlan", "Id=20");
    assertThat(netplan.get("10-netplan-bond0.20.network"))
        .contains("Address=10.20.0.7/24", "Destination=10.40.0.0/16", "Gateway=10.20.0.2");
    assertThat(netplan.get("10-netplan-eno1.network"))
        .contains("PermanentMACAddress=52:54:00:00:00:02", "Bond=bond0");
    assertThat(netplan.get("10-netplan-eno3.network")).contains("DHCP=ipv4", "UseRoutes=false");
    assertThat(netplan.get("10-netplan-eno4.network")).contains("RequiredForOnline=no");
    assertThat(String.join("", netplan.values()).split("Gateway=10.17.17.2", -1)).hasSize(2);

    String ifupdown = CloudInit.rendered(directory, "eni", text).get("50-cloud-init");
    assertThat(ifupdown)
        .contains("iface bond0 inet static\n    address 10.17.17.10/24")
        .contains("bond-mode 802.3ad", "bond-lacp-rate fast", "bond-miimon 100")
        .contains(
            "auto eno1\niface eno1 inet manual\n    bond-lacp-rate fast\n    bond-master bond0")
        .contains("vlan-raw-device bond0", "vlan_id 20", "mtu 9000")
        .contains("iface eno3 inet dhcp")
        .containsOnlyOnce("post-up route add default gw 10.17.17.2");
  }

  /** Each by itself, so that one the tools refuse cannot hide behind another. */
  @Test
  void everyParameterOfABondIsKnownToNetplan() throws Exception {
    CloudInit.unpack();
    for (Map<String, String> parameters : parameters()) {
      network.interfaces.configure(
          machine,
          List.of(
              card("eno1", 1),
              card("eno2", 2),
              bond(parameters, new Link(LinkMode.AUTO, boot, null))));
      network.addresses.reserve(machine);
      String text = configured();
      network.addresses.free(machine);
      assertThat(CloudInit.rendered(directory, "netplan", text).get("10-netplan-bond0.netdev"))
          .as(text)
          .contains("Kind=bond", "Mode=" + parameters.get("mode"));
    }
  }

  private static List<Map<String, String>> parameters() {
    return List.of(
        Map.of("mode", "balance-rr", "packets-per-slave", "7", "resend-igmp", "2"),
        Map.of(
            "mode",
            "active-backup",
            "primary",
            "eno2",
            "primary-reselect-policy",
            "better",
            "fail-over-mac-policy",
            "active",
            "gratuitous-arp",
            "3"),
        Map.of(
            "mode",
            "active-backup",
            "arp-interval",
            "200",
            "arp-ip-targets",
            "10.17.17.2,10.17.17.3",
            "arp-validate",
            "all",
            "arp-all-targets",
            "any"),
        Map.of("mode", "balance-xor", "transmit-hash-policy", "layer2+3"),
        Map.of("mode", "broadcast", "all-slaves-active", "true"),
        Map.of(
            "mode",
            "802.3ad",
            "min-links",
            "1",
            "ad-select",
            "bandwidth",
            "lacp-rate",
            "slow",
            "up-delay",
            "200",
            "down-delay",
            "100",
            "mii-monitor-interval",
            "50"),
        Map.of("mode", "balance-tlb", "learn-packet-interval", "5"),
        Map.of("mode", "balance-alb", "primary", "eno1"));
  }

  /** Both members of a bond, DHCP on the third card, the fourth only switched on. */
  private void configureAll() {
    long fabric = network.networks.plan().vlanOf(network.networks.settingsSubnet()).fabric();
    long vlan =
        network.networks.add(new Vlan(0, fabric, 20, "storage", 9000, false, null, List.of())).id();
    AddressRange dynamic = AddressRange.of("10.20.0.100-10.20.0.199");
    Subnet storage =
        network.networks.add(
            new Subnet(
                0,
                vlan,
                "storage",
                Cidr.of("10.20.0.0/24"),
                Ipv4.of("10.20.0.1"),
                List.of(),
                List.of(),
                null,
                true,
                false,
                List.of(new SubnetRange(0, SubnetRange.Kind.DYNAMIC, dynamic, "")),
                List.of(new StaticRoute(Cidr.of("10.40.0.0/16"), Ipv4.of("10.20.0.2")))));
    network.interfaces.configure(
        machine,
        List.of(
            card("eno1", 2),
            card("eno2", 1),
            card("eno3", 3, new Link(LinkMode.DHCP, null, null)),
            card("eno4", 4, new Link(LinkMode.NONE, null, null)),
            bond(
                Map.of("mode", "802.3ad", "lacp-rate", "fast", "transmit-hash-policy", "layer3+4"),
                new Link(LinkMode.AUTO, boot, null)),
            new MachineInterface(
                "bond0.20",
                null,
                null,
                new MachineInterface.Tag("bond0", vlan),
                null,
                List.of(new Link(LinkMode.STATIC, storage.id(), Ipv4.of("10.20.0.7"))))));
  }

  private String configured() {
    return new NetworkConfig(
            network.interfaces.configured(machine).orElseThrow(),
            network.networks.plan(),
            TestResolver.at(Ipv4.of("10.17.17.1"), "lab.example"))
        .toString();
  }

  private static MachineInterface card(String name, int mac, Link... links) {
    return new MachineInterface(name, mac(mac), null, null, null, List.of(links));
  }

  private static MachineInterface bond(Map<String, String> parameters, Link link) {
    return new MachineInterface(
        "bond0",
        null,
        new MachineInterface.Bond(List.of("eno1", "eno2"), parameters),
        null,
        null,
        List.of(link));
  }

  private static MacAddress mac(int last) {
    return new MacAddress("52:54:00:00:00:0" + last);
  }
}
