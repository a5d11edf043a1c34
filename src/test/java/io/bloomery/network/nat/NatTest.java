package io.bloomery.network.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.NetworkCable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client behind the controller behind two other networks, each a network namespace. Nobody out
 * there has a route to the boot network. Skipped unless root runs it.
 */
class NatTest {
  private ControllerProcess controller;

  private static final String NETWORK = "10.231.40";
  private static final List<String> ALL =
      List.of("client", "gate", "out", "side", "lab", "hall", "far");
  private static final String OUTSIDE = "192.0.2.2";

  @BeforeEach
  void plug() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
    for (String program : List.of("ip", "nft", "ping", "socat")) {
      assumeTrue(NetworkCable.installed(program), program + " is not installed");
    }
    unplug();
    for (String name : ALL) {
      must("ip netns add blm-nat" + name);
      must("ip -n blm-nat" + name + " link set lo up");
    }
    cable("boot", "10.231.40.1/24", "client", "10.231.40.100/24");
    cable("uplink", "192.0.2.1/24", "out", OUTSIDE + "/24");
    cable("dmz", "198.51.100.1/24", "side", "198.51.100.2/24");
    must("ip -n blm-natclient route add default via 10.231.40.1");
    must("ip -n blm-natside route add default via 198.51.100.1");
    in("gate", "sysctl -qw net.ipv4.ip_forward=0");
  }

  @AfterEach
  void stop() throws Exception {
    if (controller != null) {
      controller.kill();
    }
    unplug();
  }

  private static void unplug() throws Exception {
    for (String name : ALL) {
      run("ip netns delete blm-nat" + name);
    }
  }

  @Test
  void clientGoesOutUnderTheControllersAddressUntilItStops() throws Exception {
    assertThat(reaches("client", OUTSIDE)).isFalse();
    start();
    assertThat(reaches("client", OUTSIDE)).isTrue();
    assertThat(seenAs()).isEqualTo("192.0.2.1");
    controller.close();
    assertThat(reaches("client", OUTSIDE)).isFalse();
    assertThat(forwarding()).isEqualTo("0");
    assertThat(in("gate", "nft list ruleset")).isBlank();
  }

  @Test
  void nothingElseIsOpened() throws Exception {
    // Somebody out there who knows the way in.
    must("ip -n blm-natout route add 10.231.40.0/24 via 192.0.2.1");
    must("ip -n blm-natout route add 198.51.100.0/24 via 192.0.2.1");
    start();
    assertThat(forwarding()).isEqualTo("1");
    assertThat(reaches("out", "10.231.40.100")).as("into the boot network").isFalse();
    assertThat(reaches("side", OUTSIDE)).as("between other networks").isFalse();
    must("ip -n blm-natclient address add 203.0.113.9/32 dev lo");
    assertThat(run(inside("client") + "ping -c1 -W1 -I 203.0.113.9 " + OUTSIDE).code())
        .as("under a forged address")
        .isNotZero();
    assertThat(reaches("client", "198.51.100.2")).isTrue();
    controller.close();
  }

  @Test
  void hostThatForwardedBeforeGoesOnDoingSo() throws Exception {
    in("gate", "sysctl -qw net.ipv4.ip_forward=1");
    must("ip -n blm-natout route add 198.51.100.0/24 via 192.0.2.1");
    start();
    assertThat(reaches("side", OUTSIDE)).isTrue();
    assertThat(reaches("client", OUTSIDE)).isTrue();
    controller.close();
    assertThat(forwarding()).isEqualTo("1");
    assertThat(reaches("side", OUTSIDE)).isTrue();
  }

  @Test
  void whatAKilledRunLeftIsReplacedAndPutBack() throws Exception {
    start();
    controller.kill();
    in("gate", "nft add rule ip bloomery_nat guard_served ip daddr " + OUTSIDE + " drop");
    assertThat(reaches("client", OUTSIDE)).isFalse();
    start();
    assertThat(reaches("client", OUTSIDE)).isTrue();
    controller.close();
    assertThat(forwarding()).isEqualTo("0");
    assertThat(in("gate", "nft list ruleset")).isBlank();
  }

  @Test
  void othersRulesStay() throws Exception {
    in("gate", "nft add table ip theirs");
    start();
    controller.close();
    assertThat(in("gate", "nft list ruleset")).contains("table ip theirs");
  }

  @Test
  void missingProgramAndMissingRightAreSaid() throws Exception {
    assertThat(refusal("env", "PATH=/nowhere")).contains("nft cannot be started", "nftables");
    assertThat(refusal("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"))
        .contains("not allowed", "CAP_NET_ADMIN");
    assertThat(forwarding()).isEqualTo("0");
  }

  @Test
  void everySubnetThatDhcpServesIsLetOutAndNoneIntoAnother() throws Exception {
    cable("labport", "10.231.41.1/24", "lab", "10.231.41.100/24");
    cable("hallport", "10.231.42.1/24", "hall", "10.231.42.100/24");
    must("ip -n blm-natlab route add default via 10.231.41.1");
    must("ip -n blm-nathall route add default via 10.231.42.1");
    behindTheClient();
    start();
    assertThat(reaches("lab", OUTSIDE)).isFalse();
    assertThat(reaches("far", OUTSIDE)).isFalse();
    controller.plan("vlan 41 device=labport");
    controller.plan("subnet 10.231.41.0/24 vlan=41 gateway=10.231.41.1");
    controller.plan("vlan 42 device=hallport fabric=hall");
    controller.plan("subnet 10.231.42.0/24 vlan=42 gateway=10.231.42.1");
    controller.plan("vlan 43 relays=10.231.40.100");
    controller.plan("subnet 10.231.43.0/24 vlan=43 gateway=10.231.43.1");
    for (String inside : List.of("lab", "hall", "far", "client")) {
      assertThat(reachesSoon(inside, OUTSIDE)).as(inside).isTrue();
    }
    assertThat(reaches("lab", "10.231.40.100")).as("into the boot network").isFalse();
    assertThat(reaches("client", "10.231.41.100")).as("out of the boot network").isFalse();
    assertThat(reaches("lab", "10.231.42.100")).as("into another fabric").isFalse();
    assertThat(reaches("far", "10.231.41.100")).as("from behind a relay").isFalse();
    must("ip -n blm-natout route add 10.231.41.0/24 via 192.0.2.1");
    assertThat(reaches("out", "10.231.41.100")).as("from out there").isFalse();
    must("ip -n blm-natlab address add 203.0.113.9/32 dev lo");
    assertThat(run(inside("lab") + "ping -c1 -W1 -I 203.0.113.9 " + OUTSIDE).code()).isNotZero();
    controller.close();
    assertThat(in("gate", "nft list ruleset")).isBlank();
  }

  @Test
  void fabricThatTheHostRoutedBeforeIsRoutedOn() throws Exception {
    in("gate", "sysctl -qw net.ipv4.ip_forward=1");
    cable("labport", "10.231.41.1/24", "lab", "10.231.41.100/24");
    cable("hallport", "10.231.42.1/24", "hall", "10.231.42.100/24");
    must("ip -n blm-natlab route add default via 10.231.41.1");
    must("ip -n blm-nathall route add default via 10.231.42.1");
    start();
    controller.plan("vlan 42 device=hallport fabric=hall");
    controller.plan("subnet 10.231.42.0/24 vlan=42");
    controller.plan("vlan 41 device=labport");
    controller.plan("subnet 10.231.41.0/24 vlan=41");
    assertThat(reachesSoon("lab", "10.231.40.100")).as("the same fabric").isTrue();
    assertThat(reaches("client", "10.231.41.100")).as("and back").isTrue();
    assertThat(reaches("hall", "10.231.40.100")).as("from another fabric").isFalse();
    assertThat(reaches("lab", "10.231.42.100")).as("into another fabric").isFalse();
    controller.close();
  }

  /** A subnet whose router, and relay, is the client in the boot network. */
  private static void behindTheClient() throws Exception {
    must("ip -n blm-natclient link add far type veth peer name eth0 netns blm-natfar");
    must("ip -n blm-natclient address add 10.231.43.1/24 dev far");
    must("ip -n blm-natclient link set far up");
    must("ip -n blm-natfar address add 10.231.43.100/24 dev eth0");
    must("ip -n blm-natfar link set eth0 up");
    must("ip -n blm-natfar route add default via 10.231.43.1");
    in("client", "sysctl -qw net.ipv4.ip_forward=1");
    must("ip -n blm-natgate route add 10.231.43.0/24 via 10.231.40.100");
  }

  private static boolean reachesSoon(String from, String to) throws Exception {
    for (int second = 0; second < 30; second++) {
      if (reaches(from, to)) {
        return true;
      }
    }
    return false;
  }

  private String refusal(String... prefix) throws Exception {
    List<String> all = new ArrayList<>(List.of(inside("gate").split(" ")));
    all.addAll(List.of(prefix));
    controller = ControllerProcess.start(all, "boot", NETWORK);
    return controller.answer();
  }

  private void start() throws Exception {
    controller = ControllerProcess.start(List.of(inside("gate").split(" ")), "boot", NETWORK);
    assertThat(controller.answer()).isEqualTo("started");
  }

  private static boolean reaches(String from, String to) throws Exception {
    return run(inside(from) + "ping -c1 -W1 " + to).code() == 0;
  }

  /** The client's address as a TCP server out there sees it. */
  private static String seenAs() throws Exception {
    String serve = "socat TCP-LISTEN:8099,reuseaddr SYSTEM:'echo $SOCAT_PEERADDR'";
    Process server = new ProcessBuilder("sh", "-c", "exec " + inside("out") + serve).start();
    try {
      return must(inside("client") + "socat -T5 TCP:" + OUTSIDE + ":8099,retry=40,interval=0.1 -")
          .strip();
    } finally {
      server.destroy();
    }
  }

  private static String forwarding() throws Exception {
    return in("gate", "cat /proc/sys/net/ipv4/ip_forward").strip();
  }

  private static void cable(String device, String near, String name, String far) throws Exception {
    must(
        "ip -n blm-natgate link add %s type veth peer name eth0 netns blm-nat%s"
            .formatted(device, name));
    must("ip -n blm-natgate address add " + near + " dev " + device);
    must("ip -n blm-natgate link set " + device + " up");
    must("ip -n blm-nat" + name + " address add " + far + " dev eth0");
    must("ip -n blm-nat" + name + " link set eth0 up");
  }

  private static String inside(String name) {
    return "ip netns exec blm-nat" + name + " ";
  }

  private static String in(String name, String command) throws Exception {
    return must(inside(name) + command);
  }

  private static String must(String command) throws Exception {
    NetworkCable.Finished finished = run(command);
    assertThat(finished.code()).as(command + ": " + finished.output()).isZero();
    return finished.output();
  }

  private static NetworkCable.Finished run(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new NetworkCable.Finished(process.waitFor(), output);
  }
}
