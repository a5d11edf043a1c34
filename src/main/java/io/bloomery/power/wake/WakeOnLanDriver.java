package io.bloomery.power.wake;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.OutOfReach;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerSwitch;
import io.bloomery.power.PowerTarget;
import io.bloomery.power.Setting;
import io.bloomery.power.SettingKind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Wakes machines, and knows no more of them. */
@Component
class WakeOnLanDriver implements PowerDriver, PowerSwitch {
  private static final String MAC = "mac";
  private static final String BROADCAST = "broadcast";
  private static final String PORT = "port";
  private static final String PASSWORD = "password";
  private static final Pattern ADDRESS =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

  /** A datagram may be lost, and one that wakes nobody any more costs nothing. */
  private static final int TIMES = 3;

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "wake-on-lan",
        "Machines that can only be woken, by a magic packet; they turn themselves off.",
        List.of(
            Setting.required(
                MAC, "NIC", SettingKind.TEXT, "Address of the NIC that listens, 52:54:00:12:34:56"),
            Setting.optional(
                BROADCAST,
                "Broadcast address",
                SettingKind.TEXT,
                null,
                "Of the machine's subnet, 10.17.20.255; if empty, of every network the controller"
                    + " has an address in"),
            Setting.optional(PORT, "UDP port", SettingKind.NUMBER, "9", "9, or 7"),
            Setting.optional(
                    PASSWORD,
                    "SecureOn password",
                    SettingKind.TEXT,
                    null,
                    "If the NIC wants one: six bytes, 00:11:22:33:44:55, or four, 192.168.1.1")
                .asSecret()));
  }

  @Override
  public void check(Map<String, String> values) {
    MacAddress.of(values.get(MAC));
    String broadcast = values.get(BROADCAST);
    if (broadcast != null && !ADDRESS.matcher(broadcast).matches()) {
      throw new IllegalArgumentException(
          "power setting wake-on-lan.broadcast: %s (expected: an IPv4 address, 10.17.20.255)"
              .formatted(broadcast));
    }
    int port = Integer.parseInt(values.get(PORT));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "power setting wake-on-lan.port: %d (expected: 1 to 65535)".formatted(port));
    }
    String password = values.get(PASSWORD);
    if (password != null && !MagicPacket.isPassword(password)) {
      throw new IllegalArgumentException(
          "power setting wake-on-lan.password: malformed (expected: 00:11:22:33:44:55 or"
              + " 192.168.1.1)");
    }
  }

  /** A NIC that listens does not answer. */
  @Override
  public boolean blind() {
    return true;
  }

  @Override
  public PowerState state(PowerTarget target) {
    return PowerState.UNKNOWN;
  }

  @Override
  public void turnOn(PowerTarget target) {
    byte[] packet = MagicPacket.of(MacAddress.of(target.get(MAC)), target.get(PASSWORD));
    int port = Integer.parseInt(target.get(PORT));
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setBroadcast(true);
      for (InetAddress to : destinations(target.get(BROADCAST))) {
        for (int i = 0; i < TIMES; i++) {
          socket.send(new DatagramPacket(packet, packet.length, to, port));
        }
      }
    } catch (IOException failed) {
      throw new PassingFailure(
          "the magic packet could not be sent to %s: %s"
              .formatted(
                  target.get(BROADCAST) == null ? "our networks" : target.get(BROADCAST),
                  failed.getMessage()),
          failed);
    }
  }

  @Override
  public void turnOff(PowerTarget target) {
    throw new OutOfReach("a machine can be woken over the LAN, but not turned off");
  }

  /** 255.255.255.255 would leave by one interface only, the one with the default route. */
  static Set<InetAddress> destinations(String broadcast) throws IOException {
    if (broadcast != null) {
      return Set.of(InetAddress.getByName(broadcast));
    }
    Set<InetAddress> all = new LinkedHashSet<>();
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      if (isUp(network)) {
        for (InterfaceAddress address : network.getInterfaceAddresses()) {
          broadcast(address).ifPresent(all::add);
        }
      }
    }
    if (all.isEmpty()) {
      throw new IOException("no interface with a broadcast address is up");
    }
    return all;
  }

  /** Computed: an address that was set without its broadcast address has 0.0.0.0 for one. */
  private static Optional<InetAddress> broadcast(InterfaceAddress address)
      throws UnknownHostException {
    byte[] bytes = address.getAddress().getAddress();
    int hostBits = 32 - address.getNetworkPrefixLength();
    if (bytes.length != 4 || hostBits < 2 || hostBits > 32) { // RFC 3021: none on 31 bits
      return Optional.empty();
    }
    int all = ByteBuffer.wrap(bytes).getInt() | (int) ((1L << hostBits) - 1);
    return Optional.of(InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(all).array()));
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp() && !network.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }
}
