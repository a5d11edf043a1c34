package io.bloomery.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineHardware;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.network.AddressRange;
import io.bloomery.network.Addresses;
import io.bloomery.network.Cidr;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.device.Device;
import io.bloomery.network.device.Devices;
import io.bloomery.network.plan.Fabric;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.SubnetRange;
import io.bloomery.network.plan.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What is somebody's alone, also when two ask for it at once, whatever database is below. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class UniquenessContract {
  private static final int ROUNDS = 40;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private int cards;
  private Database database;
  private ConfigurableApplicationContext context;
  private Machines machines;
  private MachineHardware hardware;
  private Devices devices;
  private Networks networks;
  private FixedAddresses fixed;
  private TransactionTemplate transaction;
  private long vlan;

  abstract Database open() throws Exception;

  @BeforeAll
  void start() throws Exception {
    database = open();
    context =
        new SpringApplicationBuilder(RegistryContract.Stores.class)
            .web(WebApplicationType.NONE)
            .run(database.arguments());
    machines = context.getBean(Machines.class);
    hardware = context.getBean(MachineHardware.class);
    devices = context.getBean(Devices.class);
    networks = context.getBean(Networks.class);
    fixed = context.getBean(FixedAddresses.class);
    transaction = context.getBean(TransactionTemplate.class);
    long fabric = networks.add(new Fabric(0, "hall")).id();
    vlan = networks.add(new Vlan(0, fabric, 20, "hall", 1500, true, null, List.of())).id();
  }

  @AfterAll
  void stop() throws Exception {
    threads.shutdownNow();
    context.close();
    database.close();
  }

  @Test
  void devicesNicIsNotTakenByAMachineThatClaimsIt() {
    Machine machine = enlisted();
    MacAddress mac = mac();
    Device printer = devices.add(new Device(0, "printer", mac, null));
    List<MacAddress> claimed = List.of(machine.mac(), mac);

    inventory(machine, claimed);
    assertThat(machines.get(machine.id()).nics()).containsExactly(machine.mac());
    assertThat(machines.byMac(mac)).isEmpty();
    assertThat(context.getBean(MachineEvents.class).of(machine.id(), Long.MAX_VALUE, 10))
        .anySatisfy(event -> assertThat(event.text()).contains(mac.value(), "printer"));
    assertThatThrownBy(() -> enlisted(mac)).isInstanceOf(DuplicateKeyException.class);

    devices.remove(printer.id());
    inventory(machine, claimed);
    assertThat(machines.get(machine.id()).nics()).isEqualTo(claimed);
    Device scanner = devices.add(new Device(0, "scanner", mac(), null));
    assertThatThrownBy(() -> devices.add(new Device(0, "printer", mac, null)))
        .hasMessageContaining("machine " + machine.name() + " has it");
    assertThatThrownBy(() -> devices.change(new Device(scanner.id(), "scanner", mac, null)))
        .hasMessageContaining("machine " + machine.name() + " has it");

    // The card is taken out, and put into something else.
    inventory(machine, List.of(machine.mac()));
    devices.change(new Device(scanner.id(), "scanner", mac, null));
    inventory(machine, claimed);
    assertThat(machines.byMac(mac)).isEmpty();
    assertThat(enlisted(scanner.mac()).mac()).isEqualTo(scanner.mac());
  }

  @Test
  void nicIsAMachinesOrADevicesWhenBothAreRecordedAtOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      MacAddress mac = mac();
      Device device = new Device(0, "enlisted-" + round, mac, null);
      List<Boolean> accepted = atOnce(() -> enlisted(mac), () -> devices.add(device));
      assertThat(accepted).as(mac.value()).containsOnlyOnce(true);
      assertThat(machines.byMac(mac).isPresent()).isEqualTo(accepted.get(0));
      assertThat(devices.byMac(mac).isPresent()).isEqualTo(accepted.get(1));
    }
  }

  @Test
  void nicIsAMachinesOrADevicesWhenItIsFoundAndRecordedAtOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Machine machine = enlisted();
      MacAddress mac = mac();
      Device device = new Device(0, "found-" + round, mac, null);
      List<MacAddress> claimed = List.of(machine.mac(), mac);
      List<Boolean> accepted = atOnce(() -> inventory(machine, claimed), () -> devices.add(device));
      assertThat(accepted.get(0)).as("inventory is stored in any case").isTrue();
      assertThat(machines.get(machine.id()).nics().contains(mac))
          .isEqualTo(machines.byMac(mac).isPresent())
          .isEqualTo(!accepted.get(1));
      assertThat(devices.byMac(mac).isPresent()).isEqualTo(accepted.get(1));
    }
  }

  @Test
  void machinesThatClaimTheSameNicsAtOnceDoNotWaitInACircle() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Machine one = enlisted();
      Machine other = enlisted();
      MacAddress first = mac();
      MacAddress second = mac();
      assertThat(
              atOnce(
                  () -> inventory(one, List.of(first, second)),
                  () -> inventory(other, List.of(second, first))))
          .containsExactly(true, true);
      List<MacAddress> taken = new ArrayList<>(machines.get(one.id()).nics());
      taken.addAll(machines.get(other.id()).nics());
      assertThat(taken).containsExactlyInAnyOrder(one.mac(), other.mac(), first, second);
    }
  }

  @Test
  void nicHasOneAddressInASubnetWhenTwoAreFixedAtOnce() throws Exception {
    Subnet subnet = networks.add(subnet("10.41.0.0/24"));
    for (int round = 0; round < ROUNDS; round++) {
      MacAddress mac = mac();
      FixedAddress one = new FixedAddress(Ipv4.of("10.41.0." + (2 * round + 1)), mac, null, "");
      FixedAddress other = new FixedAddress(Ipv4.of("10.41.0." + (2 * round + 2)), mac, null, "");
      assertThat(atOnce(() -> fixed.assign(one), () -> fixed.assign(other)))
          .as(mac.value())
          .containsOnlyOnce(true);
    }
    assertThat(fixed.of(subnet, Ipv4.NONE, 1000)).hasSize(ROUNDS);
    // For certain, not only by chance.
    MacAddress mac = mac();
    Future<Boolean> second =
        meanwhile(
            () -> fixed.assign(new FixedAddress(Ipv4.of("10.41.0.201"), mac, null, "")),
            () -> fixed.assign(new FixedAddress(Ipv4.of("10.41.0.202"), mac, null, "")));
    assertThat(second.get()).isFalse();
    assertThat(fixed.holder(Ipv4.of("10.41.0.202"))).isEmpty();
  }

  @Test
  void machinesNicHasOneAddressWhenOneIsFixedWhileItIsDeployed() throws Exception {
    Addresses addresses = context.getBean(Addresses.class);
    for (int round = 0; round < ROUNDS; round++) {
      Machine machine = enlisted();
      Ipv4 wanted = Ipv4.of("10.17.17." + (99 - round));
      atOnce(
          () -> addresses.reserve(machine),
          () -> fixed.assign(new FixedAddress(wanted, machine.mac(), null, "")));
      assertThat(fixed.of(networks.settingsSubnet(), Ipv4.NONE, 1000))
          .filteredOn(it -> it.mac().equals(machine.mac()))
          .extracting(it -> it.address().toString())
          .containsExactly(machines.get(machine.id()).address());
      addresses.free(machines.get(machine.id()));
      fixed.free(wanted);
    }
  }

  @Test
  void rangeDoesNotBecomeDynamicOverAnAddressThatIsJustFixed() throws Exception {
    Subnet open = networks.add(subnet("10.42.0.0/24"));
    Ipv4 address = Ipv4.of("10.42.0.55");
    for (int round = 0; round < ROUNDS; round++) {
      FixedAddress wanted = new FixedAddress(address, mac(), null, "");
      List<Boolean> accepted =
          atOnce(() -> fixed.assign(wanted), () -> networks.change(dynamic(open)));
      assertThat(accepted).containsOnlyOnce(true);
      assertThat(fixed.holder(address).isPresent()).isEqualTo(accepted.get(0));
      fixed.free(address);
      networks.change(open);
    }
    Runnable assign = () -> fixed.assign(new FixedAddress(address, mac(), null, ""));
    assertThat(meanwhile(assign, () -> networks.change(dynamic(open))).get()).isFalse();
    assertThat(networks.subnet(open.id()).dynamic()).isEmpty();
    fixed.free(address);
    // Nor is the subnet removed.
    assertThat(meanwhile(assign, () -> networks.removeSubnet(open.id())).get()).isFalse();
    assertThat(networks.plan().subnet(open.id())).isPresent();
  }

  @Test
  void addressIsFixedByThePlanThatTheDatabaseHas() {
    Subnet open = networks.add(subnet("10.43.0.0/24"));
    Ipv4 address = Ipv4.of("10.43.0.55");
    // As another controller does, so that this one's memory does not know yet.
    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
    transaction.executeWithoutResult(
        status -> {
          jdbc.update("UPDATE network_version SET version = version + 1 WHERE id = 1");
          jdbc.update(
              "INSERT INTO subnet_range (subnet, kind, first_address, last_address, note) VALUES"
                  + " (?, 'DYNAMIC', '10.43.0.50', '10.43.0.59', '')",
              open.id());
        });
    assertThatThrownBy(() -> fixed.assign(new FixedAddress(address, mac(), null, "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.43.0.55");
  }

  /**
   * Begins the second while the transaction of the first is open, and gives it time to overtake.
   */
  private Future<Boolean> meanwhile(Runnable first, Runnable second) {
    return transaction.execute(
        status -> {
          first.run();
          Future<Boolean> begun = threads.submit(() -> accepted(second));
          try {
            begun.get(700, TimeUnit.MILLISECONDS);
          } catch (TimeoutException waits) {
            return begun;
          } catch (Exception failed) {
            throw new IllegalStateException(failed);
          }
          return begun;
        });
  }

  /** Whether each of both was accepted. */
  private List<Boolean> atOnce(Runnable one, Runnable other) throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (Runnable request : List.of(one, other)) {
      answers.add(
          threads.submit(
              () -> {
                both.await(10, TimeUnit.SECONDS);
                return accepted(request);
              }));
    }
    return List.of(answers.get(0).get(), answers.get(1).get());
  }

  private static boolean accepted(Runnable request) {
    try {
      request.run();
      return true;
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("expected: ");
      return false;
    } catch (DuplicateKeyException sameMoment) {
      return false;
    }
  }

  private void inventory(Machine machine, List<MacAddress> claimed) {
    hardware.inventory(machine.id(), "{}", false, 2, 1, 1, claimed, "u", "s");
  }

  private Machine enlisted() {
    return enlisted(mac());
  }

  private Machine enlisted(MacAddress mac) {
    return machines.enlist(
        new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30));
  }

  private MacAddress mac() {
    cards++;
    return MacAddress.of("02:00:00:01:%02x:%02x".formatted(cards >> 8, cards & 255));
  }

  private Subnet subnet(String cidr) {
    return subnet(0, Cidr.of(cidr), List.of());
  }

  private Subnet dynamic(Subnet of) {
    Ipv4 first = of.cidr().network().plus(50);
    return subnet(
        of.id(),
        of.cidr(),
        List.of(
            new SubnetRange(
                0, SubnetRange.Kind.DYNAMIC, new AddressRange(first, first.plus(9)), "")));
  }

  private Subnet subnet(long id, Cidr cidr, List<SubnetRange> ranges) {
    return new Subnet(
        id, vlan, "hall", cidr, null, List.of(), List.of(), null, true, false, ranges, List.of());
  }
}
