package io.bloomery.boot.capture;

import io.bloomery.boot.link.UdpFrame;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;

/**
 * Which frames are a machine's: those from and to its NICs; DHCP that speaks of them, which through
 * a relay comes from other NICs; and behind a router, those from and to its addresses.
 */
final class MachineFilter {
  private static final int ARP = 0x0806;
  private static final int DHCP_CLIENT_ADDRESS = 28;

  private final Set<MacAddress> nics;
  private final Function<MacAddress, Collection<Ipv4>> addresses;
  private final Set<Integer> dhcpPorts;

  /**
   * @param addresses what a NIC has now; asked for every frame, since it changes while one watches
   */
  MachineFilter(
      Set<MacAddress> nics, Function<MacAddress, Collection<Ipv4>> addresses, int dhcpPort) {
    this.nics = nics;
    this.addresses = addresses;
    // 4011: where PXE firmware asks a proxy (PXE 2.1 section 2.2.3).
    dhcpPorts = Set.of(dhcpPort, dhcpPort + 1, 4011);
  }

  boolean takes(byte[] frame, int length) {
    UdpFrame udp = UdpFrame.of(frame, length).orElse(null);
    if (udp == null) {
      return length >= 42 && isArp(frame) && (nicAt(frame, 22) || nicAt(frame, 32) || ours(frame));
    }
    boolean dhcp = dhcpPorts.contains(udp.fromPort()) || dhcpPorts.contains(udp.toPort());
    if (dhcp && udp.length() >= DHCP_CLIENT_ADDRESS + 6) {
      return nicAt(frame, udp.data() + DHCP_CLIENT_ADDRESS);
    }
    return nics.contains(udp.fromMac())
        || nics.contains(udp.toMac())
        || hasAddress(udp.from())
        || hasAddress(udp.to());
  }

  private boolean ours(byte[] frame) {
    return nicAt(frame, 0) || nicAt(frame, 6);
  }

  private static boolean isArp(byte[] frame) {
    return ((frame[12] & 255) << 8 | frame[13] & 255) == ARP;
  }

  private boolean nicAt(byte[] frame, int at) {
    return nics.contains(MacAddress.of(frame, at));
  }

  private boolean hasAddress(Ipv4 address) {
    return nics.stream().anyMatch(nic -> addresses.apply(nic).contains(address));
  }
}
