package io.bloomery.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final MacAddress ONE = new MacAddress("52:54:00:00:00:01");
  private static final MacAddress TWO = new MacAddress("52:54:00:00:00:02");
  private static final MacAddress THREE = new MacAddress("52:54:00:00:00:03");
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  @Test
  void surviveARestart() throws Exception {
    Lease lease = lease(ONE, "10.17.17.150", Duration.ofHours(1));
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      lend(network, lease);
      lend(network, lease(TWO, "10.17.17.151", Duration.ofHours(1)));
      network.leases.decline(TWO, Ipv4.of("10.17.17.151"), Duration.ofHours(1));
    }
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      assertThat(network.leases.byMac(ONE)).contains(lease);
      assertThat(network.leases.byAddress("10.17.17.150")).contains(lease);
      assertThat(network.offer(ONE, Ipv4.NONE)).contains(lease.address());
      assertThat(network.leases.byMac(TWO)).isEmpty();
      assertThat(network.offer(TWO, Ipv4.of("10.17.17.151"))).contains(Ipv4.of("10.17.17.100"));
    }
  }

  @Test
  void anOfferIsNoLease() {
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      assertThat(network.offer(ONE, Ipv4.NONE)).isPresent();
      assertThat(network.leases.byMac(ONE)).isEmpty();
    }
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      assertThat(network.offer(TWO, Ipv4.NONE)).contains(Ipv4.of("10.17.17.100"));
    }
  }

  @Test
  void addressesChangeHandsInOneTransaction() throws Exception {
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      lend(network, lease(ONE, "10.17.17.150", Duration.ofSeconds(-1)));
      lend(network, lease(TWO, "10.17.17.151", Duration.ofSeconds(-1)));
      CountDownLatch stored = new CountDownLatch(3);
      network.leases.lend(lease(ONE, "10.17.17.151", Duration.ofHours(1)), stored::countDown);
      network.leases.lend(lease(TWO, "10.17.17.150", Duration.ofHours(1)), stored::countDown);
      network.leases.lend(lease(TWO, "10.17.17.150", Duration.ofHours(2)), stored::countDown);
      assertThat(stored.await(5, TimeUnit.SECONDS)).isTrue();
    }
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      assertThat(network.leases.byMac(ONE).orElseThrow().address()).hasToString("10.17.17.151");
      assertThat(network.leases.byMac(TWO).orElseThrow().address()).hasToString("10.17.17.150");
    }
  }

  @Test
  void aClientIdThatIsTooLongCostsNobodyHisLease() throws Exception {
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      Instant until = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
      // Option 61 sent twice is one of up to 510 bytes (RFC 3396 section 7).
      lend(network, new Lease(ONE, Ipv4.of("10.17.17.150"), until, "ab".repeat(510), null));
    }
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      assertThat(network.leases.byMac(ONE).orElseThrow().clientId()).isEqualTo("ab".repeat(255));
    }
  }

  @Test
  void nothingIsAcknowledgedThatWasNotStored() throws Exception {
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      network.jdbc.execute("ALTER TABLE lease RENAME TO lease_away");
      CountDownLatch stored = new CountDownLatch(1);
      network.leases.lend(lease(ONE, "10.17.17.150", Duration.ofHours(1)), stored::countDown);
      assertThat(stored.await(500, TimeUnit.MILLISECONDS)).isFalse();
      network.jdbc.execute("ALTER TABLE lease_away RENAME TO lease");
      lend(network, lease(ONE, "10.17.17.150", Duration.ofHours(1)));
    }
  }

  @Test
  void addressIsOfferedAgainWhenItsClientTookAnotherServersOrMovedAway() throws Exception {
    try (TestNetwork network =
        new TestNetwork(Map.of("dynamic-range", "10.17.17.100-10.17.17.101"), url)) {
      for (int i = 0; i < 3; i++) {
        assertThat(network.offer(ONE, Ipv4.NONE)).contains(Ipv4.of("10.17.17.100"));
        network.leases.withdraw(ONE);
      }
      lend(network, lease(ONE, "10.17.17.100", Duration.ofHours(1)));
      assertThat(network.offer(TWO, Ipv4.NONE)).contains(Ipv4.of("10.17.17.101"));
      assertThat(network.offer(THREE, Ipv4.NONE)).isEmpty();
      lend(network, lease(ONE, "10.17.18.7", Duration.ofHours(1)));
      assertThat(network.offer(THREE, Ipv4.NONE)).contains(Ipv4.of("10.17.17.100"));
    }
  }

  @Test
  void fixedAddressThatItsNicFoundInUseRests() {
    try (TestNetwork network = new TestNetwork(Map.of(), url)) {
      Ipv4 own = Ipv4.of("10.17.17.20");
      network.fixed.assign(new FixedAddress(own, ONE, null, "printer"));
      assertThat(network.offer(ONE, Ipv4.NONE)).contains(own);
      network.leases.decline(ONE, own, Duration.ofHours(1));
      assertThat(network.offer(ONE, own)).contains(Ipv4.of("10.17.17.100"));
      network.leases.decline(ONE, own, Duration.ZERO);
      assertThat(network.offer(ONE, Ipv4.NONE)).contains(own);
    }
  }

  private static void lend(TestNetwork network, Lease lease) throws InterruptedException {
    CountDownLatch stored = new CountDownLatch(1);
    network.leases.lend(lease, stored::countDown);
    assertThat(stored.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private static Lease lease(MacAddress mac, String address, Duration left) {
    Instant until = Instant.now().plus(left).truncatedTo(ChronoUnit.MILLIS);
    return new Lease(mac, Ipv4.of(address), until, "01525400000001", "node1");
  }
}
