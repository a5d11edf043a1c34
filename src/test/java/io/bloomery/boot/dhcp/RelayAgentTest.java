package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.Alteration;
import io.bloomery.boot.BootNetwork;
import io.bloomery.boot.HeardDhcp;
import io.bloomery.boot.NetworkCable;
import io.bloomery.boot.TestSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** ISC's relay agent between the server's link and the client's, each a network of its own. */
class RelayAgentTest {
  private static final String SERVER = "10.231.30.1";
  private static final String LINK = "d0";

  private final List<AutoCloseable> open = new ArrayList<>();
  private NetworkCable relay;
  private NetworkCable client;
  private TestSwitch wire;

  @BeforeEach
  void plug() throws Exception {
    assumeTrue(NetworkCable.installed("dhcrelay"), "isc-dhcp-relay is not installed");
    assumeTrue(NetworkCable.installed("udhcpc"), "udhcpc is not installed");
    relay = opened(NetworkCable.plug("relay", null, "10.231.29.2/24"));
    client = opened(NetworkCable.plug("relcli", null, null));
    // The server's address in the client's network is reached through the other one.
    wire = opened(TestSwitch.plug("relay", "10.231.29.1/24", SERVER + "/32"));
    wire.connect(relay);
    wire.route("10.231.30.0/24", "10.231.29.2");
    run(relay, "ip route add " + SERVER + "/32 via 10.231.29.1");
    run(relay, "ip link add " + LINK + " type veth peer c0 netns blm-relcli");
    run(relay, "ip address add 10.231.30.2/24 dev " + LINK);
    run(relay, "ip link set " + LINK + " up");
    run(client, "ip link set c0 up");
    ConfigurableApplicationContext server =
        BootNetwork.start(
            "bloomery.network.interface=" + wire.server(),
            "bloomery.network.subnet=10.231.30.0/24",
            "bloomery.network.address=" + SERVER,
            "bloomery.network.dynamic-range=10.231.30.100-10.231.30.199",
            "bloomery.network.static-range=10.231.30.10-10.231.30.99",
            "bloomery.network.tftp-port=0");
    opened(server::close);
  }

  @AfterEach
  void cut() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  /**
   * It finds the client's link by giaddr (RFC 1542 section 4.1.2), and drops what names another.
   */
  @Test
  void servesBehindARelayThatPutsItsAddress() throws Exception {
    servedUnless(Alteration.RELAY);
  }

  /**
   * With {@code -a} it finds the link by the circuit identifier it put in (RFC 3046 section 2.2),
   * and with {@code -D} it drops what comes back without or with another.
   */
  @Test
  void servesBehindARelayThatPutsItsOption() throws Exception {
    servedUnless(Alteration.RELAY_PORT, "-a", "-D");
  }

  private void servedUnless(Alteration wrong, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("dhcrelay", "-4", "-d", "--no-pid"));
    command.addAll(List.of(options));
    command.addAll(List.of("-iu", relay.farEnd(), "-id", LINK, SERVER));
    NetworkCable.Running agent = opened(relay.there(command.toArray(String[]::new)));
    agent.awaitUdpPort(67);
    NetworkCable.Finished served = ask(12);
    assertThat(served.output())
        .as(() -> wire.heard().toString())
        .contains("lease of 10.231.30.1")
        .contains("obtained");
    assertThat(offers()).as("offers through the switch").isPositive();

    wire.alter(wrong);
    long before = offers();
    NetworkCable.Finished none = ask(4);
    assertThat(none.code()).as(none.output()).isOne();
    assertThat(none.output()).doesNotContain("obtained");
    assertThat(offers()).as("offers that the relay dropped").isGreaterThan(before);

    wire.alter(UnaryOperator.identity());
    assertThat(ask(12).output()).contains("obtained");
  }

  private long offers() {
    return wire.heard().stream().filter(heard -> heard.type() == HeardDhcp.OFFER).count();
  }

  /** Asks once a second, until it has a lease or has asked so often. */
  private NetworkCable.Finished ask(int tries) throws Exception {
    return client.thereDone(
        "udhcpc", "-i", "c0", "-n", "-q", "-f", "-t", "" + tries, "-T", "1", "-s", "/bin/true");
  }

  private static void run(NetworkCable cable, String command) throws Exception {
    NetworkCable.Finished finished = cable.thereDone(command.split(" "));
    assertThat(finished.code()).as(command + ": " + finished.output()).isZero();
  }

  private <T extends AutoCloseable> T opened(T made) {
    open.add(made);
    return made;
  }
}
