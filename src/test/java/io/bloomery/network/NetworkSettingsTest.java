package io.bloomery.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSettingsTest {
  @Test
  void defaults() {
    NetworkSettings settings = TestNetwork.settings(Map.of());
    assertThat(settings.enabled()).isFalse();
    assertThat(settings.subnet()).hasToString("10.17.17.0/24");
    assertThat(settings.address()).hasToString("10.17.17.1");
    assertThat(settings.dynamicRange()).hasToString("10.17.17.100-10.17.17.199");
    assertThat(settings.staticRange()).hasToString("10.17.17.10-10.17.17.99");
    assertThat(settings.gateway()).isNull();
    assertThat(settings.dnsServers()).isEmpty();
    assertThat(settings.dhcpPort()).isEqualTo(67);
    assertThat(settings.tftpPort()).isEqualTo(69);
    assertThat(settings.leaseTime()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.quarantine()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.authoritative()).isTrue();
    assertThat(settings.routerAdvertisements()).isTrue();
  }

  @Test
  void everythingCanBeSet() {
    NetworkSettings settings =
        TestNetwork.settings(
            Map.ofEntries(
                Map.entry("interface", "br7"),
                Map.entry("subnet", "192.168.0.0/16"),
                Map.entry("address", "192.168.0.1"),
                Map.entry("dynamic-range", "192.168.1.0-192.168.9.255"),
                Map.entry("static-range", "192.168.10.0-192.168.19.255"),
                Map.entry("gateway", "192.168.0.2"),
                Map.entry("dns-servers", "192.168.0.3, 192.168.0.4"),
                Map.entry("dhcp-port", "6767"),
                Map.entry("tftp-port", "6969"),
                Map.entry("lease-time", "10m"),
                Map.entry("quarantine", "5m"),
                Map.entry("authoritative", "false"),
                Map.entry("dhcp", "proxy"),
                Map.entry("router-advertisements", "false"),
                Map.entry("nat", "true")));
    assertThat(settings)
        .isEqualTo(
            new NetworkSettings(
                "br7",
                Cidr.of("192.168.0.0/16"),
                Ipv4.of("192.168.0.1"),
                AddressRange.of("192.168.1.0-192.168.9.255"),
                AddressRange.of("192.168.10.0-192.168.19.255"),
                Ipv4.of("192.168.0.2"),
                java.util.List.of(Ipv4.of("192.168.0.3"), Ipv4.of("192.168.0.4")),
                DhcpMode.PROXY,
                6767,
                6969,
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                false,
                false,
                true));
  }

  @Test
  void controllerIsTheGatewayOfMachinesThatGoOutThroughIt() {
    Map<String, String> nat = Map.of("interface", "br7", "nat", "true");
    assertThat(TestNetwork.settings(nat).gateway()).isEqualTo(Ipv4.of("10.17.17.1"));
    assertThat(TestNetwork.settings(Map.of("interface", "br7")).gateway()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br\" drop", "br*", "-br", "a/b", "br7\nflush ruleset"})
  void natNeedsAnInterfaceOfAPlainName(String device) {
    assertThatThrownBy(() -> TestNetwork.settings(Map.of("interface", device, "nat", "true")))
        .rootCause()
        .hasMessageContaining("bloomery.network.nat: true (expected: an interface")
        .hasMessageContaining(device);
  }

  /** Every refusal says the value and what was expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          subnet        | 10.17.17.7/24             | expected: its first address, 10.17.17.0/24
          subnet        | 10.17.17.0                | expected: network/prefix
          address       | 10.17.18.1                | expected: in subnet 10.17.17.0/24
          address       | 10.17.17.20               | expected: outside static-range
          address       | ten                       | expected: four numbers
          dynamic-range | 10.17.17.90-10.17.17.120  | expected: none of static-range
          dynamic-range | 10.17.17.200-10.17.17.255 | expected: host addresses of subnet
          dynamic-range | 10.17.17.99-10.17.17.20   | expected: the lower address first
          static-range  | 10.17.16.1-10.17.17.20    | expected: host addresses of subnet
          gateway       | 10.17.17.150              | expected: outside dynamic-range
          gateway       | 10.1.1.1                  | expected: in subnet
          dhcp-port     | 65535                     | expected: 0 (any free one) to 65534
          lease-time    | 5s                        | expected: at least PT1M
          """)
  void refusals(String name, String value, String message) {
    assertThatThrownBy(() -> TestNetwork.settings(Map.of(name, value)))
        .rootCause()
        .hasMessageContaining(message)
        .hasMessageContaining(value.equals("5s") ? "PT5S" : value);
  }
}
