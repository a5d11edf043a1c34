package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.HeardDhcp;
import io.bloomery.boot.NetworkCable;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that find an address in use, or have one already. */
class ClientConflictTest {
  private static final MacAddress STRANGER = new MacAddress("52:54:00:00:00:99");

  @TempDir static Path directory;
  private static ClientsWire network;
  private static ClientsWire.Plugged other;

  @BeforeAll
  static void start() throws Exception {
    network = ClientsWire.plug(directory);
    other = network.plugIn("confl", null);
  }

  @AfterAll
  static void cut() throws Exception {
    if (network != null) {
      network.close();
    }
  }

  /**
   * These ask the wire themselves (RFC 5227). dhclient leaves that to a script; networkd 252 asks,
   * but its DECLINE does not leave a host without a route.
   */
  @ParameterizedTest
  @EnumSource(names = {"DHCPCD", "UDHCPC"})
  void declinesWhatSomebodyHas(RealClient client) throws Exception {
    assumeTrue(client.installed(), client + " is not installed (package " + client.debian() + ")");
    ClientsWire.Plugged machine = network.plugIn("confl" + client.ordinal(), null);
    Ipv4 taken = network.offer(machine.mac, Ipv4.NONE).orElseThrow();
    NetworkCable.Finished added =
        other.cable.thereDone("ip", "address", "add", taken + "/24", "dev", other.cable.farEnd());
    assertThat(added.code()).as(added.output()).isZero();
    machine.start(client);
    HeardDhcp decline = machine.awaitSaid(HeardDhcp.DECLINE, Duration.ofSeconds(40), any -> true);
    assertThat(decline.requested()).isEqualTo(taken);
    machine.await(
        "address that is free",
        Duration.ofSeconds(40),
        () -> machine.address().filter(address -> !address.equals(taken)));
    // It rests: nobody gets it, though he asks for it (RFC 2131 section 4.3.3).
    assertThat(network.leases().byAddress(taken.toString())).isEmpty();
    assertThat(network.offer(STRANGER, taken)).isPresent().get().isNotEqualTo(taken);
    network.leases().withdraw(STRANGER);
  }

  @Test
  void dhcpcdWithAnAddressOfItsOwnIsInformed() throws Exception {
    assumeTrue(NetworkCable.installed("dhcpcd"), "dhcpcd-base is not installed");
    ClientsWire.Plugged machine = network.plugIn("inform", null);
    List<String> command =
        List.of(
            "sh",
            "-ec",
            "mount -t tmpfs none /var/lib/dhcpcd; mkdir -p /run/dhcpcd;"
                + " mount -t tmpfs none /run/dhcpcd; exec dhcpcd -4 --nobackground --debug"
                + " --config /dev/null --script /bin/true --inform=10.231.31.50/24 "
                + machine.cable.farEnd());
    try (NetworkCable.Running running = machine.cable.there(command.toArray(String[]::new))) {
      HeardDhcp inform = machine.awaitSaid(HeardDhcp.INFORM, Duration.ofSeconds(30), any -> true);
      assertThat(inform.clientAddress()).isEqualTo(Ipv4.of("10.231.31.50"));
      HeardDhcp answer =
          machine.await(
              "answer",
              Duration.ofSeconds(10),
              () -> machine.heard().stream().filter(it -> it.type() == HeardDhcp.ACK).findFirst());
      // RFC 2131 section 4.3.5: no address, no time.
      assertThat(answer.yours()).isEqualTo(Ipv4.NONE);
      assertThat(answer.lends()).isFalse();
      assertThat(answer.to()).isEqualTo(Ipv4.of("10.231.31.50"));
      for (int i = 0; i < 50 && !running.output().contains("approval"); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(running.output()).contains("received approval for 10.231.31.50");
      assertThat(network.leases().byMac(machine.mac)).isEmpty();
    }
  }
}
