package io.bloomery.power.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.NetworkCable;
import io.bloomery.power.PowerTarget;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives at the far end of a cable is what wakeonlan and etherwake send. */
class MagicPacketWireTest {
  private static final String MAC = "52:54:00:12:34:56";
  private static final Pattern HEX_LINE = Pattern.compile("^\\s+0x[0-9a-f]+:\\s+([0-9a-f ]+)$");

  private NetworkCable cable;

  @BeforeEach
  void plug() throws Exception {
    for (String program : List.of("tcpdump", "wakeonlan", "etherwake")) {
      assumeTrue(NetworkCable.installed(program), program + " is not installed");
    }
    cable = NetworkCable.plug("wol", "10.97.7.1/24", "10.97.7.2/24");
  }

  @AfterEach
  void unplug() {
    cable.close();
  }

  @Test
  void isThatOfWakeonlan() throws Exception {
    String theirs =
        capture("udp port 9", () -> run("wakeonlan", "-i", "10.97.7.255", "-p", "9", MAC));
    String ours = capture("udp port 9", () -> wake(Map.of("broadcast", "10.97.7.255")));
    assertThat(ours).isEqualTo(theirs).hasSize(2 * 102);
  }

  /** Looked up only: the machine that runs this test may be on a network of others. */
  @Test
  void goesToEveryNetworkIfNoneIsNamed() throws Exception {
    assertThat(WakeOnLanDriver.destinations(null))
        .contains(InetAddress.getByName("10.97.7.255"))
        .doesNotContain(InetAddress.getByName("127.255.255.255"));
  }

  /** etherwake sends the same in a frame of its own type, without IP. */
  @Test
  void hasThePasswordWhereEtherwakeHasIt() throws Exception {
    for (String password : List.of("00:11:22:33:44:55", "192.168.1.1")) {
      String theirs =
          capture(
              "ether proto 0x0842",
              () -> run("etherwake", "-b", "-i", cable.here(), "-p", password, MAC));
      String ours =
          capture(
              "udp port 9", () -> wake(Map.of("broadcast", "10.97.7.255", "password", password)));
      assertThat(ours).isEqualTo(theirs).hasSizeGreaterThan(2 * 102);
    }
  }

  private void wake(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("mac", MAC, "port", "9"));
    settings.putAll(more);
    new WakeOnLanDriver().turnOn(new PowerTarget("m1", settings));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** The payload of the first packet that tcpdump sees, from the first six ones on. */
  private String capture(String filter, Sending sending) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("tcpdump", "-i", cable.farEnd(), "-n", "-c", "1", "-x", "-l"));
    command.addAll(List.of(filter.split(" ")));
    try (NetworkCable.Running tcpdump = cable.there(command.toArray(String[]::new))) {
      await(tcpdump, "listening on");
      sending.send();
      await(tcpdump, "received by filter");
      StringBuilder hex = new StringBuilder();
      for (String line : tcpdump.output().lines().toList()) {
        Matcher matcher = HEX_LINE.matcher(line);
        if (matcher.matches()) {
          hex.append(matcher.group(1).replace(" ", ""));
        }
      }
      int begin = hex.indexOf("ff".repeat(6) + "525400123456");
      assertThat(begin).as(tcpdump.output()).isNotNegative();
      return hex.substring(begin);
    }
  }

  private static void await(NetworkCable.Running program, String words) throws Exception {
    for (int i = 0; i < 100 && !program.output().contains(words); i++) {
      Thread.sleep(100);
    }
    assertThat(program.output()).contains(words);
  }

  private interface Sending {
    void send() throws Exception;
  }
}
