package io.bloomery.network.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineInterfacesTest {
  private static final MacAddress BOOT = new MacAddress("52:54:00:00:00:02");

  /** Every refusal says the value and what was expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eth0:1 auto; eth0:2                               | eth0             | each once
          eth0:1 auto; eth1:1                               | 00:01            | each once
          eth0:1                                            | none AUTO        | one at least
          eth0:1 dhcp                                       | none AUTO        | one at least
          eth0:1 none auto                                  | links of eth0: 2 | no other beside
          eth0:1 dhcp dhcp auto                             | links of eth0    | one at most
          Eth0:1 auto                                       | Eth0             | lower-case
          lo:1 auto                                         | lo               | a letter first
          no:1 auto                                         | interface: no    | not lo, on
          eth0.:1 auto                                      | eth0.            | lower-case
          a234567890123456:1 auto                           | a234567890123456 | 1 to 15
          eth0:1 auto mtu=500                               | 500              | 576 to 65535
          bond0=eth0 auto                                   | eth0             | one of the interfaces
          eth0:1; bond0=eth0 auto; bond1=bond0              | bond0            | a network card
          eth0:1 auto; bond0=eth0 auto                      | links of eth0: 1 | its bond has them
          eth0:1 mtu=9000; bond0=eth0 auto                  | 9000             | its bond has it
          eth0:1; bond0=eth0 auto; bond1=eth0               | member of bond1: eth0 | no member of bond0
          eth0:1 auto; eth0.5@eth9 auto                     | parent of eth0.5: eth9 | one of the interfaces
          eth0:1; bond0=eth0 auto; eth0.5@eth0 auto         | parent of eth0.5: eth0 | no member of a bond
          eth0:1 auto; eth0.5@eth0 auto; eth0.6@eth0.5 auto | eth0.5           | a network card or a bond
          eth0:1 auto; eth0.5@eth0 auto; x@eth0 auto        | vlan of          | no other interface on eth0
          """)
  void refusals(String wanted, String value, String expected) {
    assertThatThrownBy(() -> interfaces(wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                                            | mode of bond0: null | balance-rr
          mode=lacp                                         | mode of bond0: lacp | 802
          mode=802.3ad speed=9                              | speed               | lacp-rate
          mode=802.3ad lacp-rate=often                      | often               | slow, fast
          mode=active-backup lacp-rate=fast                 | active-backup       | only [802.3ad] has it
          mode=balance-rr packets-per-slave=65536           | 65536               | 0 to 65535
          mode=active-backup arp-interval=1 arp-ip-targets=1.1.1.256 | 1.1.1.256  | IPv4 addresses
          mode=active-backup primary=eth9                   | eth9                | one of its members
          mode=active-backup arp-interval=100               | arp-ip-targets      | if, and only if
          mode=802.3ad arp-interval=1 arp-ip-targets=1.1.1.1 | arp-              | none in mode 802.3ad
          mode=active-backup arp-interval=1 arp-ip-targets=1.1.1.1 mii-monitor-interval=1 | arp-interval | none beside
          """)
  void parametersOfABond(String parameters, String value, String expected) {
    Map<String, String> given = new LinkedHashMap<>();
    if (parameters != null) {
      Arrays.stream(parameters.split(" "))
          .map(it -> it.split("="))
          .forEach(it -> given.put(it[0], it[1]));
    }
    assertThatThrownBy(
            () ->
                new MachineInterface(
                    "bond0",
                    null,
                    new MachineInterface.Bond(List.of("eth0"), given),
                    null,
                    null,
                    List.of()))
        .hasMessageContaining(value)
        .hasMessageContaining(expected);
  }

  @Test
  void framesOfABondComeFromTheCardTheMachineBootsFrom() {
    MachineInterfaces all = interfaces("eth0:1; eth1:2; bond0=eth0,eth1 auto; bond0.5@bond0 auto");
    assertThat(all.all()).extracting(all::mac).last().isEqualTo(BOOT);
    MachineInterfaces without = interfaces("eth0:1; eth1:3; eth2:2; bond0=eth0,eth1 auto");
    assertThat(all(without, "bond0")).isEqualTo(new MacAddress("52:54:00:00:00:01"));
  }

  @Test
  void machineIsKnownByTheAddressAtTheCardItBootsFrom() {
    assertThat(interfaces("eth0:1 auto; eth1:2 auto").primary().orElseThrow().name())
        .isEqualTo("eth1");
    assertThat(interfaces("eth0:1 auto; eth1:2 dhcp").primary().orElseThrow().name())
        .isEqualTo("eth0");
    assertThat(interfaces("eth0:1 static; eth1:2 auto").address()).isEmpty();
    assertThat(interfaces("eth0:1 auto; eth1:2 static").address()).contains(Ipv4.of("10.0.0.9"));
  }

  private static MacAddress all(MachineInterfaces all, String name) {
    return all.all().stream()
        .filter(it -> it.name().equals(name))
        .map(all::mac)
        .findFirst()
        .orElseThrow();
  }

  /** {@code eth0:1} is a card, {@code bond0=eth0,eth1} a bond, {@code eth0.5@eth0} a VLAN. */
  private static MachineInterfaces interfaces(String text) {
    return new MachineInterfaces(
        BOOT, Arrays.stream(text.split("; ")).map(MachineInterfacesTest::one).toList());
  }

  private static MachineInterface one(String text) {
    String[] words = text.split(" ");
    String[] name = words[0].split("[:=@]");
    Integer mtu =
        Stream.of(words)
            .filter(it -> it.startsWith("mtu="))
            .map(it -> Integer.valueOf(it.substring(4)))
            .findFirst()
            .orElse(null);
    List<Link> links =
        Stream.of(words)
            .skip(1)
            .filter(it -> !it.startsWith("mtu="))
            .map(MachineInterfacesTest::link)
            .toList();
    return new MachineInterface(
        name[0],
        words[0].contains(":") ? new MacAddress("52:54:00:00:00:0" + name[1]) : null,
        words[0].contains("=")
            ? new MachineInterface.Bond(List.of(name[1].split(",")), Map.of("mode", "balance-rr"))
            : null,
        words[0].contains("@") ? new MachineInterface.Tag(name[1], 5) : null,
        mtu,
        links);
  }

  private static Link link(String mode) {
    LinkMode it = LinkMode.valueOf(mode.toUpperCase(java.util.Locale.ROOT));
    return new Link(it, it.fixed() ? 1L : null, it == LinkMode.STATIC ? Ipv4.of("10.0.0.9") : null);
  }
}
