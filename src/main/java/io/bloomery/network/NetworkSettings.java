package io.bloomery.network;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The network that machines boot from.
 *
 * @param device the interface that machines are on; empty: no network boot
 * @param subnet what addresses it has
 * @param address the controller's own address there
 * @param dynamicRange what machines without a reserved address are given
 * @param staticRange what is reserved for machines, one each
 * @param gateway told to machines; empty: none
 * @param dnsServers told to machines; empty: the controller's own name server, where it is on
 * @param dhcp {@code server}, or {@code proxy} where another server gives the addresses
 * @param dhcpPort where DHCP listens; its clients are asked at the port above it
 * @param tftpPort where TFTP listens
 * @param leaseTime how long an address is lent
 * @param quarantine how long an address rests that a machine found in use by another
 * @param authoritative whether a client that asks for a wrong address is told so: set it to false
 *     where another DHCP server gives addresses too
 * @param routerAdvertisements whether iPXE is told that there is no IPv6 router, so that it does
 *     not wait for one
 * @param nat whether machines reach other networks through the controller, under its address; it is
 *     their gateway then, unless another one is named
 */
@ConfigurationProperties("bloomery.network")
public record NetworkSettings(
    @Name("interface") @DefaultValue("") String device,
    @DefaultValue("10.17.17.0/24") Cidr subnet,
    @DefaultValue("10.17.17.1") Ipv4 address,
    @DefaultValue("10.17.17.100-10.17.17.199") AddressRange dynamicRange,
    @DefaultValue("10.17.17.10-10.17.17.99") AddressRange staticRange,
    Ipv4 gateway,
    @DefaultValue List<Ipv4> dnsServers,
    @DefaultValue("server") DhcpMode dhcp,
    @DefaultValue("67") int dhcpPort,
    @DefaultValue("69") int tftpPort,
    @DefaultValue("1h") Duration leaseTime,
    @DefaultValue("1h") Duration quarantine,
    @DefaultValue("true") boolean authoritative,
    @DefaultValue("true") boolean routerAdvertisements,
    @DefaultValue("false") boolean nat) {

  /** What Linux interfaces are called in practice. */
  private static final Pattern PLAIN_DEVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,14}");

  public NetworkSettings {
    dnsServers = List.copyOf(dnsServers);
    check(subnet.hasHosts(), "subnet", subnet, "a prefix from 8 to 30");
    inside("dynamic-range", dynamicRange, subnet);
    inside("static-range", staticRange, subnet);
    check(
        !dynamicRange.overlaps(staticRange),
        "dynamic-range",
        dynamicRange,
        "none of static-range " + staticRange);
    // A controller on the loopback interface serves its machines through a relay, so it is not in
    // their subnet.
    check(
        subnet.contains(address) || address.isLoopback(),
        "address",
        address,
        "in subnet " + subnet);
    outside("address", address, dynamicRange, staticRange);
    if (nat) {
      check(
          isPlain(device) && !address.isLoopback(),
          "nat",
          true,
          "an interface of letters, digits, '_', '.', '@' and '-' that is not loopback, not '"
              + device
              + "' with "
              + address);
      gateway = gateway == null ? address : gateway;
    }
    if (gateway != null) {
      check(subnet.contains(gateway), "gateway", gateway, "in subnet " + subnet);
      outside("gateway", gateway, dynamicRange, staticRange);
    }
    port("dhcp-port", dhcpPort);
    port("tftp-port", tftpPort);
    check(!leaseTime.minusMinutes(1).isNegative(), "lease-time", leaseTime, "at least PT1M");
    check(leaseTime.toDays() <= 365, "lease-time", leaseTime, "at most P365D");
    check(!quarantine.isNegative(), "quarantine", quarantine, "no negative time");
  }

  /** Whether the name of this interface can be part of a firewall rule. */
  public static boolean isPlain(String deviceOrNull) {
    return deviceOrNull != null && PLAIN_DEVICE.matcher(deviceOrNull).matches();
  }

  /** Whether machines are to boot from the network at all. */
  public boolean enabled() {
    return !device.isBlank();
  }

  private static void inside(String name, AddressRange range, Cidr subnet) {
    check(subnet.holds(range), name, range, "host addresses of subnet " + subnet);
  }

  private static void outside(
      String name, Ipv4 address, AddressRange dynamicRange, AddressRange staticRange) {
    check(!dynamicRange.contains(address), name, address, "outside dynamic-range " + dynamicRange);
    check(!staticRange.contains(address), name, address, "outside static-range " + staticRange);
  }

  private static void port(String name, int port) {
    check(port >= 0 && port < 65535, name, port, "0 (any free one) to 65534");
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "bloomery.network." + name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
