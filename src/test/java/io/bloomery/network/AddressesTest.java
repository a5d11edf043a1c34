package io.bloomery.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private TestNetwork network;

  @BeforeEach
  void open() {
    network = new TestNetwork(Map.of());
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void noAddressTwiceWithSixtyFourThreads() throws Exception {
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      machines.add(machine(i));
    }
    Set<String> given = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Callable<Boolean>> reservations =
          machines.stream()
              .map(
                  machine ->
                      (Callable<Boolean>) () -> given.add(network.addresses.reserve(machine)))
              .toList();
      for (Future<Boolean> reservation : threads.invokeAll(reservations, 30, TimeUnit.SECONDS)) {
        assertThat(reservation.get()).as("an address nobody else got").isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(given)
        .hasSize(90)
        .allMatch(it -> network.settings.staticRange().contains(Ipv4.of(it)));
    assertThatThrownBy(() -> network.addresses.reserve(machine(90)))
        .hasMessageContaining("10.17.17.10-10.17.17.99");
    assertThat(network.fixed.usage(network.networks.settingsSubnet()))
        .isEqualTo(new Usage(90, 90, 0, true));
  }

  @Test
  void noDynamicAddressTwiceWithSixteenThreads() throws Exception {
    Map<Ipv4, MacAddress> given = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Object>> offers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        MacAddress mac = mac(i % 100);
        offers.add(
            () ->
                network
                    .offer(mac, new Ipv4(Ipv4.of("10.17.17.100").bits() + mac.bytes()[5] % 7))
                    .map(address -> given.merge(address, mac, AddressesTest::same))
                    .orElseThrow());
      }
      for (Future<Object> offer : threads.invokeAll(offers, 30, TimeUnit.SECONDS)) {
        offer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(given).hasSize(100);
    assertThat(network.offer(mac(100), Ipv4.NONE)).isEmpty();
  }

  private static MacAddress same(MacAddress first, MacAddress second) {
    if (!first.equals(second)) {
      throw new AssertionError(first + " and " + second + " got the same address");
    }
    return first;
  }

  @Test
  void usageIsCountedThroughEveryChange() {
    Ipv4 fixed = Ipv4.of("10.17.17.50");
    assertThat(taken()).isZero();
    network.addresses.reserve(machine(1));
    network.fixed.assign(new FixedAddress(fixed, MacAddress.of("52540000ff01"), null, ""));
    assertThat(taken()).isEqualTo(2);
    network.fixed.free(fixed);
    assertThat(taken()).isEqualTo(1);
    network.fixed.free(fixed);
    assertThat(taken()).isEqualTo(1);
    network.fixed.adopt();
    assertThat(taken()).isEqualTo(1);
    // Another plan makes other stocks.
    network.networks.change(network.networks.settingsSubnet());
    assertThat(taken()).isEqualTo(1);
  }

  private long taken() {
    return network.fixed.usage(network.networks.settingsSubnet()).taken();
  }

  @Test
  void asksTwiceGetsTheSame() {
    Machine machine = machine(1);
    String address = network.addresses.reserve(machine);
    assertThat(network.addresses.reserve(machine)).isEqualTo(address);
    assertThat(network.machines.get(machine.id()).address()).isEqualTo(address);
  }

  @Test
  void dhcpServesAReservationFromItsCommitOn() {
    Machine machine = machine(1);
    network.transaction.executeWithoutResult(
        status -> {
          network.addresses.reserve(machine);
          assertThat(network.addresses.of(machine.mac())).isEmpty();
        });
    assertThat(network.offer(machine.mac(), Ipv4.NONE))
        .contains(Ipv4.of(network.machines.get(machine.id()).address()));
    network.addresses.free(machine);
    assertThat(network.offer(machine.mac(), Ipv4.NONE))
        .hasValueSatisfying(
            it -> assertThat(network.settings.dynamicRange().contains(it)).isTrue());
  }

  @Test
  void aRolledBackReservationLeaksNothing() {
    Machine machine = machine(1);
    for (int i = 0; i < 200; i++) {
      network.transaction.executeWithoutResult(
          status -> {
            network.addresses.reserve(machine);
            status.setRollbackOnly();
          });
    }
    assertThat(network.machines.get(machine.id()).address()).isNull();
    assertThat(network.addresses.of(machine.mac())).isEmpty();
    assertThat(network.addresses.reserve(machine)).isNotNull();
  }

  @Test
  void anAddressAnotherControllerTookIsLeftAlone() {
    network.jdbc.update(
        "INSERT INTO fixed_address (address, number, mac, note, created_at) VALUES ('10.17.17.10',"
            + " ?, '52:54:00:ff:00:01', '', 0)",
        Ipv4.of("10.17.17.10").number());
    assertThat(network.addresses.reserve(machine(1))).isEqualTo("10.17.17.11");
  }

  @Test
  void anAddressThatWasDeclinedRestsAndIsAssignedAgain() {
    Machine first = machine(1);
    Ipv4 address = Ipv4.of(network.addresses.reserve(first));
    // Anybody can forge this.
    network.leases.decline(first.mac(), address, Duration.ofHours(1));
    network.addresses.free(first);
    for (int i = 2; i < 91; i++) {
      assertThat(network.addresses.reserve(machine(i))).isNotEqualTo(address.toString());
    }
    Machine last = machine(91);
    assertThatThrownBy(() -> network.addresses.reserve(last)).hasMessageContaining("are taken");
    network.leases.decline(first.mac(), address, Duration.ZERO);
    assertThat(network.addresses.reserve(last)).isEqualTo(address.toString());
  }

  private Machine machine(int number) {
    MacAddress mac = mac(number);
    return network.machines.enlist(
        new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 1, 1L << 30));
  }

  private static MacAddress mac(int number) {
    return new MacAddress(String.format("52:54:00:00:00:%02x", number));
  }
}
