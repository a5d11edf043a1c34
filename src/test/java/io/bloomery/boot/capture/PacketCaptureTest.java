package io.bloomery.boot.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.BootNetwork;
import io.bloomery.boot.NetworkCable;
import io.bloomery.machine.MacAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A real client's packets, read back by tcpdump. Skipped unless root runs it. */
class PacketCaptureTest {
  @TempDir Path directory;
  private NetworkCable cable;
  private ConfigurableApplicationContext server;

  @BeforeEach
  void start() throws Exception {
    cable = NetworkCable.plug("capture", "10.231.19.1/24", null);
    server =
        BootNetwork.start(
            "bloomery.network.interface=" + cable.here(),
            "bloomery.network.subnet=10.231.19.0/24",
            "bloomery.network.address=10.231.19.1",
            "bloomery.network.dynamic-range=10.231.19.100-10.231.19.250",
            "bloomery.network.static-range=10.231.19.10-10.231.19.99",
            "bloomery.network.tftp-port=0",
            "bloomery.dns.port=0");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    if (cable != null) {
      cable.close();
    }
  }

  @Test
  void recordsTheMachineAndNobodyElse() throws Exception {
    assumeTrue(NetworkCable.installed("tcpdump"), "tcpdump is not installed");
    String its = captured(cable.farMac());
    assertThat(its)
        .contains("DHCP-Message (53), length 1: Discover")
        .contains("DHCP-Message (53), length 1: Offer")
        .contains("DHCP-Message (53), length 1: Request")
        .contains("DHCP-Message (53), length 1: ACK")
        .contains("Client-Ethernet-Address " + cable.farMac())
        .doesNotContain("truncated");
    assertThat(captured("52:54:00:99:99:99")).isBlank();
  }

  @Test
  void fourAtOnceAndNotMore() throws Exception {
    PacketCapture captures = server.getBean(PacketCapture.class);
    List<MacAddress> nics = List.of(MacAddress.of("52:54:00:99:99:98"));
    List<PacketCapture.Running> running = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        running.add(captures.begin(nics, Duration.ofSeconds(1)));
      }
      assertThatThrownBy(() -> captures.begin(nics, Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("4 captures run already");
    } finally {
      running.forEach(PacketCapture.Running::close);
    }
    captures.begin(nics, Duration.ofSeconds(1)).close();
  }

  /** What tcpdump reads in a capture during which udhcpc gets a lease. */
  private String captured(String mac) throws Exception {
    Path file = directory.resolve(mac.replace(":", "") + ".pcap");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PacketCapture captures = server.getBean(PacketCapture.class);
    try (PacketCapture.Running running =
        captures.begin(List.of(MacAddress.of(mac)), Duration.ofSeconds(4))) {
      CompletableFuture<Void> recording =
          CompletableFuture.runAsync(
              () -> {
                try {
                  running.writeTo(bytes);
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              });
      NetworkCable.Finished client = cable.udhcpc("/bin/true");
      assertThat(client.output()).contains("obtained");
      recording.join();
    }
    Files.write(file, bytes.toByteArray());
    return cable
        .thereDone("tcpdump", "-nvvr", file.toString(), "udp")
        .output()
        .replaceAll("(?m)^reading from file.*\\n?", "")
        .replaceAll("(?m)^tcpdump:.*\\n?", "");
  }
}
