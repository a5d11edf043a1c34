package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.Alteration;
import io.bloomery.boot.HeardDhcp;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients of the distribution do with a lease of one minute, from the first question to its
 * release. All begin at once, each three times: one renews; another's renewals are answered in
 * vain, so it rebinds (RFC 2131 section 4.4.5); the third gets answers that are wrong in one field.
 */
class ClientLifeTest {
  private static final Map<RealClient, ClientsWire.Plugged> RENEWING =
      new EnumMap<>(RealClient.class);
  private static final Map<RealClient, ClientsWire.Plugged> REBINDING =
      new EnumMap<>(RealClient.class);
  private static final Map<RealClient, ClientsWire.Plugged> DECEIVED =
      new EnumMap<>(RealClient.class);
  private static final Set<MacAddress> DEAF = ConcurrentHashMap.newKeySet();

  /** What each client's next answers are to have wrong; the last of it stays. */
  private static final Map<MacAddress, Deque<Alteration>> WRONG = new ConcurrentHashMap<>();

  @TempDir static Path directory;
  private static ClientsWire network;

  @BeforeAll
  static void start() throws Exception {
    network = ClientsWire.plug(directory);
    network.wire.alter(ClientLifeTest::altered);
    for (RealClient client : RealClient.values()) {
      if (client.installed()) {
        RENEWING.put(client, network.plugIn("life" + client.ordinal() + "a", null));
        REBINDING.put(client, network.plugIn("life" + client.ordinal() + "b", null));
        DECEIVED.put(client, network.plugIn("life" + client.ordinal() + "c", null));
        DEAF.add(REBINDING.get(client).mac);
        WRONG.put(DECEIVED.get(client).mac, new ConcurrentLinkedDeque<>(wrongs(client)));
        RENEWING.get(client).start(client);
        REBINDING.get(client).start(client);
        DECEIVED.get(client).start(client);
      }
    }
  }

  @AfterAll
  static void cut() throws Exception {
    if (network != null) {
      network.close();
    }
  }

  /** busybox and dhcpcd take a lease that does not say how long it is for one that is long. */
  private static List<Alteration> wrongs(RealClient client) {
    List<Alteration> wrongs = new ArrayList<>(List.of(Alteration.TRANSACTION, Alteration.HARDWARE));
    if (client != RealClient.DHCPCD) {
      // dhcpcd takes it for an answer of BOOTP, which has no cookie, and an address for ever.
      wrongs.add(Alteration.COOKIE);
    }
    if (client == RealClient.DHCLIENT || client == RealClient.NETWORKD) {
      wrongs.add(Alteration.NO_LEASE_TIME);
    }
    wrongs.add(Alteration.SERVER);
    return wrongs;
  }

  private static byte[] altered(byte[] message) {
    MacAddress mac = MacAddress.of(message, 28);
    Deque<Alteration> wrong = WRONG.get(mac);
    if (wrong != null) {
      Alteration now = wrong.size() > 1 ? wrong.poll() : wrong.peek();
      return now.apply(message);
    }
    // An answer to a request that came by unicast is lost on its way to those.
    boolean lost = DEAF.contains(mac) && lastSaid(mac).filter(ClientLifeTest::unicast).isPresent();
    return lost ? null : message;
  }

  private static Optional<HeardDhcp> lastSaid(MacAddress mac) {
    return network.wire.heard().stream()
        .filter(heard -> heard.fromClient() && heard.client().equals(mac))
        .reduce((before, last) -> last);
  }

  private static boolean unicast(HeardDhcp message) {
    return message.to().equals(ClientsWire.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void getsAnAddressRenewsItAndGivesItBack(RealClient client) throws Exception {
    assumeTrue(client.installed(), client + " is not installed (package " + client.debian() + ")");
    ClientsWire.Plugged machine = RENEWING.get(client);
    Ipv4 address = machine.awaitAddress();
    assertThat(network.leases().byMac(machine.mac).map(Lease::address)).contains(address);

    HeardDhcp renewal =
        machine.awaitSaid(
            HeardDhcp.REQUEST,
            Duration.ofSeconds(60),
            message -> message.clientAddress().equals(address));
    // Between T1, half of the lease's 60 s, and T2, seven eighths of it (RFC 2131 section 4.4.5;
    // options 58 and 59 say so). T1 is to have a fuzz, and dhclient's is the widest: it picks a
    // time from three quarters of T1 to T1. On a busy machine they are late, but not early.
    assertThat(sinceBound(machine, renewal)).isBetween(22L, 52L);
    assertThat(renewal.to()).isEqualTo(ClientsWire.SERVER);
    assertThat(renewal.requested()).isEqualTo(Ipv4.NONE);
    awaitAcknowledgement(machine, renewal);

    machine.end();
    HeardDhcp release = machine.awaitSaid(HeardDhcp.RELEASE, Duration.ofSeconds(5), any -> true);
    assertThat(release.clientAddress()).isEqualTo(address);
    machine.await(
        "end of the lease",
        Duration.ofSeconds(5),
        () ->
            network.leases().byMac(machine.mac).isPresent() ? Optional.empty() : Optional.of(true));
  }

  @ParameterizedTest
  @EnumSource
  void rebinds(RealClient client) throws Exception {
    assumeTrue(client.installed(), client + " is not installed (package " + client.debian() + ")");
    ClientsWire.Plugged machine = REBINDING.get(client);
    Ipv4 address = machine.awaitAddress();
    HeardDhcp rebinding =
        machine.awaitSaid(
            HeardDhcp.REQUEST,
            Duration.ofSeconds(70),
            message ->
                message.to().equals(Ipv4.BROADCAST) && message.clientAddress().equals(address));
    // Between T2, as option 59 says, with its fuzz, and the lease's end. busybox does not read
    // that,
    // and asks everybody soon after the server was silent at T1.
    long earliest = client == RealClient.UDHCPC ? 30 : 46;
    assertThat(sinceBound(machine, rebinding)).isBetween(earliest, 60L);
    assertThat(
            machine.said(
                HeardDhcp.REQUEST,
                message -> unicast(message) && message.nanos() < rebinding.nanos()))
        .as("it tried to renew before")
        .isPresent();
    awaitAcknowledgement(machine, rebinding);
    assertThat(machine.address()).contains(address);
  }

  /** That it asks again after each of them, and is served once they are right, is the proof. */
  @ParameterizedTest
  @EnumSource
  void takesNoAddressFromAnAnswerThatIsWrongInOneField(RealClient client) throws Exception {
    assumeTrue(client.installed(), client + " is not installed (package " + client.debian() + ")");
    ClientsWire.Plugged machine = DECEIVED.get(client);
    machine.await(
        "question to another server",
        Duration.ofSeconds(60),
        () ->
            WRONG.get(machine.mac).size() == 1
                ? machine.said(HeardDhcp.REQUEST, any -> true)
                : Optional.empty());
    TimeUnit.SECONDS.sleep(2);
    assertThat(machine.address()).isEmpty();
    assertThat(network.leases().byMac(machine.mac)).isEmpty();
    // One answer each, and after each of them the question again.
    assertThat(machine.heard().stream().filter(it -> it.type() == HeardDhcp.DISCOVER).count())
        .isGreaterThanOrEqualTo(wrongs(client).size());
    machine.end();
    WRONG.remove(machine.mac);
    machine.start(client);
    machine.awaitAddress();
  }

  private static void awaitAcknowledgement(ClientsWire.Plugged machine, HeardDhcp request)
      throws Exception {
    machine.await(
        "acknowledgement",
        Duration.ofSeconds(5),
        () ->
            machine.heard().stream()
                .filter(message -> message.type() == HeardDhcp.ACK)
                .filter(message -> message.nanos() > request.nanos())
                .filter(message -> message.yours().equals(request.clientAddress()))
                .findFirst());
  }

  /** Seconds from the request that got the address, where a lease begins (section 4.4.1). */
  private static long sinceBound(ClientsWire.Plugged machine, HeardDhcp later) {
    long bound =
        machine.heard().stream()
            .filter(message -> message.type() == HeardDhcp.REQUEST)
            .filter(message -> message.clientAddress().equals(Ipv4.NONE))
            .filter(message -> message.nanos() < later.nanos())
            .reduce((before, last) -> last)
            .orElseThrow()
            .nanos();
    return Duration.ofNanos(later.nanos() - bound).toSeconds();
  }
}
