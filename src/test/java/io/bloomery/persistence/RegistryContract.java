package io.bloomery.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.BootTarget;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.IllegalMove;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineBusy;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineFilter;
import io.bloomery.machine.MachineHardware;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.network.AddressRange;
import io.bloomery.network.Addresses;
import io.bloomery.network.Cidr;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import io.bloomery.network.Leases;
import io.bloomery.network.device.Device;
import io.bloomery.network.device.Devices;
import io.bloomery.network.plan.Fabric;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.SubnetRange;
import io.bloomery.network.plan.Vlan;
import io.bloomery.tenancy.Allocations;
import io.bloomery.tenancy.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** What the stores promise, whatever database is below. One subclass for each. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RegistryContract {

  private int strangers;
  private Database database;
  private ConfigurableApplicationContext context;
  private Machines machines;
  private MachineHardware hardware;

  abstract Database open() throws Exception;

  @BeforeAll
  void start() throws Exception {
    database = open();
    context =
        new SpringApplicationBuilder(Stores.class)
            .web(WebApplicationType.NONE)
            .run(database.arguments());
    machines = context.getBean(Machines.class);
    hardware = context.getBean(MachineHardware.class);
  }

  @AfterAll
  void stop() throws Exception {
    context.close();
    database.close();
  }

  @Test
  void machineIsFoundByEverythingItIsKnownBy() {
    Machine machine = enlisted();
    machines.rename(machine.id(), "pc-seven");
    machines.address(machine.id(), "10.17.17.77");
    assertThat(machines.get("pc-seven").id()).isEqualTo(machine.id());
    assertThat(machines.byMac(machine.mac())).map(Machine::id).contains(machine.id());
    assertThat(machines.byAddress("10.17.17.77")).map(Machine::id).contains(machine.id());
    assertThat(machines.find("pc-eight")).isEmpty();
  }

  @Test
  void machineSeenTwiceIsOne() {
    Machine first = enlisted();
    Machine second =
        machines.enlist(
            new Sighting(
                first.mac(), List.of(first.mac()), null, null, Firmware.UEFI, "x86_64", 4, 1));
    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  void nameIsGivenOnce() {
    machines.rename(enlisted().id(), "taken");
    assertThatThrownBy(() -> machines.rename(enlisted().id(), "taken"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("taken");
  }

  @Test
  void onlyLegalMovesAreMadeAndEachLeavesAnEvent() {
    String id = enlisted().id();
    machines.moveTo(id, MachineStatus.COMMISSIONING, "Begin commissioning", "ada");
    assertThatThrownBy(() -> machines.moveTo(id, MachineStatus.DEPLOYED, "Cheat", "ada"))
        .isInstanceOf(IllegalMove.class);
    assertThat(machines.get(id).status()).isEqualTo(MachineStatus.COMMISSIONING);
    assertThat(context.getBean(MachineEvents.class).of(id, Long.MAX_VALUE, 10))
        .anySatisfy(event -> assertThat(event.step()).isEqualTo("Begin commissioning"))
        .noneSatisfy(event -> assertThat(event.step()).isEqualTo("Cheat"));
  }

  @Test
  void oneProcessHoldsAMachine() {
    String id = enlisted().id();
    machines.hold(id, "commission-machine", "i-1", null);
    machines.hold(id, "boot-in-ram", "i-2", "i-1");
    assertThatThrownBy(() -> machines.hold(id, "release-machine", "i-3", null))
        .isInstanceOf(MachineBusy.class);
    machines.letGo(id, "i-1");
    machines.hold(id, "release-machine", "i-3", null);
    assertThat(machines.get(id).heldBy()).isEqualTo("i-3");
  }

  @Test
  void changesJoinTheCallersTransaction() {
    String id = enlisted().id();
    context
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(
            transaction -> {
              machines.moveTo(id, MachineStatus.COMMISSIONING, "Begin", "ada");
              transaction.setRollbackOnly();
            });
    assertThat(machines.get(id).status()).isEqualTo(MachineStatus.NEW);
  }

  @Test
  void eachOrderedBootIsCounted() {
    String id = enlisted().id();
    int before = machines.get(id).bootGeneration();
    machines.bootFrom(id, BootTarget.EPHEMERAL);
    machines.bootFrom(id, BootTarget.LOCAL);
    assertThat(machines.get(id).bootGeneration()).isEqualTo(before + 1);
  }

  @Test
  void inventoryIsKept() {
    String id = enlisted().id();
    String text = "{\"text\":\"" + "größer ".repeat(20_000) + "\"}";
    hardware.inventory(id, text, false, 8, 1L << 33, 1L << 40, List.of(), "u", "s");
    assertThat(hardware.latest(id)).contains(text);
    assertThat(machines.get(id).memoryBytes()).isEqualTo(1L << 33);
  }

  @Test
  void changedHardwareIsMeasuredByWhatWasAcceptedUntilItIsAcceptedItself() {
    String id = enlisted().id();
    inventory(id, "{\"first\":1}", false);
    inventory(id, "{\"second\":2}", true);
    inventory(id, "{\"third\":3}", true);
    assertThat(hardware.latest(id)).contains("{\"third\":3}");
    assertThat(hardware.accepted(id)).contains("{\"first\":1}");
    hardware.accept(id);
    assertThat(hardware.accepted(id)).contains("{\"third\":3}");
    inventory(id, "{\"fourth\":4}", true);
    // Somebody has put the old parts back.
    inventory(id, "{\"third\":3}", false);
    assertThat(hardware.accepted(id)).contains("{\"third\":3}");
  }

  private void inventory(String id, String json, boolean changed) {
    hardware.inventory(id, json, changed, 2, 1, 1, List.of(), "u", "s");
  }

  @Test
  void claimedNicsAreNotTakenFromTheMachineThatHasThem() {
    Machine first = enlisted();
    MacAddress claimed = MacAddress.of("02:00:00:00:f1:01");
    MacAddress boot = MacAddress.of("02:00:00:00:f1:00");
    Machine liar =
        machines.enlist(
            new Sighting(
                boot, List.of(boot, claimed), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30));
    assertThat(liar.nics()).containsExactly(boot);
    assertThat(machines.byMac(claimed)).isEmpty();

    List<MacAddress> nics = List.of(boot, claimed, first.mac());
    hardware.inventory(liar.id(), "{}", false, 2, 1, 1, nics, "u", "s");
    assertThat(machines.get(liar.id()).nics()).containsExactly(boot, claimed);
    assertThat(machines.byMac(first.mac())).map(Machine::id).contains(first.id());
    assertThat(context.getBean(MachineEvents.class).of(liar.id(), Long.MAX_VALUE, 10))
        .anySatisfy(event -> assertThat(event.text()).contains(first.mac().value(), first.name()));
  }

  @Test
  void machinesOfAStatusAreCountedAsFarAsNeeded() {
    enlisted();
    assertThat(machines.haveAtLeast(1, MachineStatus.NEW)).isTrue();
    assertThat(machines.haveAtLeast(1000, MachineStatus.NEW)).isFalse();
  }

  @Test
  void pagesFollowEachOther() {
    enlisted();
    enlisted();
    MachineFilter one = new MachineFilter(Set.of(MachineStatus.NEW), null, null, null, null, 1);
    String first = machines.list(one).get(0).id();
    MachineFilter next = new MachineFilter(Set.of(MachineStatus.NEW), null, null, null, first, 1);
    assertThat(machines.list(next)).hasSize(1).noneMatch(machine -> machine.id().equals(first));
  }

  @Test
  void machineIsLentToOne() {
    Allocations allocations = context.getBean(Allocations.class);
    String id = enlisted().id();
    ready(id);
    Wish wish = new Wish(id, 1, 1, "x86_64", "default");
    allocations.request("r-1", "ada", "thesis", wish, 24);
    allocations.request("r-2", "bob", "thesis", wish, 24);
    assertThat(allocations.reserve("r-1")).contains(id);
    assertThat(allocations.reserve("r-1")).contains(id);
    assertThat(allocations.reserve("r-2")).isEmpty();
    assertThat(allocations.ofMachine(id))
        .hasValueSatisfying(it -> assertThat(it.person()).isEqualTo("ada"));
    assertThat(allocations.list("ada", true, Instant.now().plusSeconds(60), 10)).hasSize(1);
    assertThat(allocations.list(null, false, Instant.now().plusSeconds(60), 10)).hasSize(2);
  }

  @Test
  void wishWithoutConditionsIsMet() {
    Allocations allocations = context.getBean(Allocations.class);
    ready(enlisted().id());
    allocations.request("r-any", "eve", "fun", Wish.ANY, 1);
    assertThat(allocations.reserve("r-any")).isPresent();
  }

  @Test
  void leaseIsDurableBeforeItIsAcknowledged() throws Exception {
    Leases leases = context.getBean(Leases.class);
    MacAddress mac = MacAddress.of("02:00:00:00:be:ef");
    Subnet subnet = context.getBean(Networks.class).settingsSubnet();
    Ipv4 address = leases.offer(mac, List.of(subnet), Ipv4.NONE).orElseThrow();
    CountDownLatch durable = new CountDownLatch(1);
    Instant end = Instant.now().plus(Duration.ofHours(1));
    leases.lend(new Lease(mac, address, end, null, null), durable::countDown);
    assertThat(durable.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(leases.byMac(mac)).map(Lease::address).contains(address);
    assertThat(leases.byAddress(address.toString())).map(Lease::mac).contains(mac);
  }

  @Test
  void fixedAddressStays() {
    Addresses addresses = context.getBean(Addresses.class);
    Machine machine = enlisted();
    String address = addresses.reserve(machine);
    assertThat(addresses.reserve(machines.get(machine.id()))).isEqualTo(address);
    assertThat(addresses.reserve(enlisted())).isNotEqualTo(address);
  }

  @Test
  void noAddressTwiceAndNoneLeakedWhenSixtyFourAskAtOnce() throws Exception {
    Addresses addresses = context.getBean(Addresses.class);
    FixedAddresses fixed = context.getBean(FixedAddresses.class);
    Subnet subnet = context.getBean(Networks.class).settingsSubnet();
    TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
    long before = fixed.usage(subnet).taken();
    List<Machine> asking = Stream.generate(this::enlisted).limit(64).toList();
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      for (int round = 0; round < 3; round++) {
        boolean kept = round == 2;
        List<Callable<String>> all = new ArrayList<>();
        for (Machine machine : asking) {
          // Every machine is asked for twice, and all but the last round end in nothing.
          Callable<String> ask =
              () ->
                  transaction.execute(
                      status -> {
                        if (!kept) {
                          status.setRollbackOnly();
                        }
                        return addresses.reserve(machine);
                      });
          all.add(ask);
          if (kept) {
            all.add(ask);
          }
        }
        List<String> given = new ArrayList<>();
        for (Future<String> one : threads.invokeAll(all, 120, TimeUnit.SECONDS)) {
          given.add(one.get());
        }
        if (kept) {
          assertThat(Set.copyOf(given)).hasSize(64);
        }
        assertThat(fixed.usage(subnet).taken()).isEqualTo(before + (kept ? 64 : 0));
      }
      assertThat(fixed.of(subnet, Ipv4.NONE, 1000)).hasSize((int) before + 64);
      asking.forEach(machine -> addresses.free(machines.get(machine.id())));
      assertThat(fixed.usage(subnet).taken()).isEqualTo(before);
      assertThat(fixed.of(subnet, Ipv4.NONE, 1000)).hasSize((int) before);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void planIsKeptAndContradictionsAreRefused() {
    Networks networks = context.getBean(Networks.class);
    long fabric = networks.add(new Fabric(0, "hall")).id();
    long vlan = networks.add(new Vlan(0, fabric, 20, "lab", 9000, true, null, List.of())).id();
    Subnet lab = networks.add(subnet(vlan, "10.20.0.0/24", "10.20.0.100-10.20.0.199"));
    assertThat(networks.subnet(lab.id()).ranges()).hasSize(1);
    assertThatThrownBy(
            () -> networks.add(subnet(vlan, "10.20.0.128/25", "10.20.0.130-10.20.0.140")))
        .hasMessageContaining("10.20.0.128/25")
        .hasMessageContaining("10.20.0.0/24");
    assertThatThrownBy(() -> networks.removeFabric(fabric)).hasMessageContaining("without VLANs");
    assertThatThrownBy(() -> networks.removeVlan(vlan)).hasMessageContaining("without subnets");
    FixedAddresses fixed = context.getBean(FixedAddresses.class);
    Ipv4 printer = Ipv4.of("10.20.0.50");
    fixed.assign(new FixedAddress(printer, MacAddress.of("02:00:00:00:77:01"), null, "printer"));
    assertThatThrownBy(
            () ->
                fixed.assign(
                    new FixedAddress(
                        Ipv4.of("10.20.0.150"), MacAddress.of("02:00:00:00:77:02"), null, "")))
        .hasMessageContaining("10.20.0.150");
    assertThatThrownBy(() -> networks.removeSubnet(lab.id())).hasMessageContaining("10.20.0.50");
    fixed.free(printer);
    networks.removeSubnet(lab.id());
    networks.removeVlan(vlan);
    networks.removeFabric(fabric);
  }

  @Test
  void deviceHasItsNameAndAddressForItselfAndGivesThemBack() {
    Devices devices = context.getBean(Devices.class);
    FixedAddresses fixed = context.getBean(FixedAddresses.class);
    Subnet subnet = context.getBean(Networks.class).settingsSubnet();
    // The last ones: machines of other tests are given the first.
    Ipv4 first = Ipv4.of("10.17.17.98");
    Ipv4 second = Ipv4.of("10.17.17.99");
    MacAddress mac = MacAddress.of("02:00:00:00:de:01");
    Device printer = devices.add(new Device(0, "printer", mac, first));
    assertThat(devices.get(printer.id())).isEqualTo(printer);
    assertThat(devices.byMac(mac)).contains(printer);
    assertThat(fixed.holder(first)).map(FixedAddress::mac).contains(mac);
    assertThat(fixed.usage(subnet).taken()).isPositive();

    Machine machine = enlisted();
    assertThatThrownBy(() -> machines.rename(machine.id(), "printer"))
        .hasMessageContaining("printer")
        .hasMessageContaining("no device has");
    machines.rename(machine.id(), "pc-nine");
    MacAddress other = MacAddress.of("02:00:00:00:de:02");
    refused(devices, new Device(0, "pc-nine", other, null), "name: pc-nine");
    refused(devices, new Device(0, "Printer 2", other, null), "name: Printer 2");
    refused(devices, new Device(0, "copier", machine.mac(), null), "machine pc-nine has it");
    refused(devices, new Device(0, "printer", other, null), "of no other device");
    refused(devices, new Device(0, "copier", mac, null), "of no other device");
    refused(devices, new Device(0, "copier", other, first), "10.17.17.98");
    refused(devices, new Device(0, "copier", other, Ipv4.of("10.99.0.1")), "10.99.0.1");
    assertThat(devices.byMac(other)).isEmpty();

    // Another address at the same NIC, then another NIC with the same address.
    devices.change(new Device(printer.id(), "printer", mac, second));
    assertThat(fixed.holder(first)).isEmpty();
    assertThat(fixed.holder(second)).map(FixedAddress::mac).contains(mac);
    devices.change(new Device(printer.id(), "plotter", other, second));
    assertThat(fixed.holder(second)).map(FixedAddress::mac).contains(other);
    machines.rename(machine.id(), "printer");
    assertThatThrownBy(
            () -> devices.change(new Device(printer.id(), "plotter", other, Ipv4.of("10.99.0.1"))))
        .hasMessageContaining("10.99.0.1");
    assertThat(devices.get(printer.id()).address()).isEqualTo(second);
    devices.remove(printer.id());
    assertThat(fixed.holder(second)).isEmpty();
    assertThatThrownBy(() -> devices.get(printer.id())).hasMessageContaining("device: ");
    Device again = devices.add(new Device(0, "plotter", mac, second));
    devices.remove(again.id());
  }

  @Test
  void nameIsNotBothAMachinesAndADevicesWhenBothAreAskedForAtOnce() throws Exception {
    Devices devices = context.getBean(Devices.class);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 40; round++) {
        String name = "race-" + round;
        MacAddress mac = MacAddress.of("02:00:00:00:ac:%02x".formatted(round));
        String machine = enlisted().id();
        CyclicBarrier both = new CyclicBarrier(2);
        Future<Boolean> renamed =
            threads.submit(() -> accepted(both, () -> machines.rename(machine, name)));
        Future<Boolean> added =
            threads.submit(() -> accepted(both, () -> devices.add(new Device(0, name, mac, null))));
        assertThat(List.of(renamed.get(), added.get())).as(name).containsOnlyOnce(true);
        assertThat(machines.get(machine).name().equals(name)).isEqualTo(renamed.get());
        assertThat(devices.byMac(mac).isPresent()).isEqualTo(added.get());
        devices.byMac(mac).ifPresent(device -> devices.remove(device.id()));
        // Whoever had it has given it back.
        machines.rename(machine, "raced-" + round);
        machines.rename(enlisted().id(), name);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean accepted(CyclicBarrier both, Runnable request) throws Exception {
    both.await(10, TimeUnit.SECONDS);
    try {
      request.run();
      return true;
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("expected: ");
      return false;
    }
  }

  private static void refused(Devices devices, Device wanted, String words) {
    assertThatThrownBy(() -> devices.add(wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("expected: ");
  }

  private static Subnet subnet(long vlan, String cidr, String dynamic) {
    SubnetRange range = new SubnetRange(0, SubnetRange.Kind.DYNAMIC, AddressRange.of(dynamic), "");
    return new Subnet(
        0,
        vlan,
        "lab",
        Cidr.of(cidr),
        null,
        List.of(),
        List.of(),
        null,
        true,
        false,
        List.of(range),
        List.of());
  }

  private Machine enlisted() {
    strangers++;
    MacAddress mac =
        MacAddress.of("02:00:00:00:%02x:%02x".formatted(strangers >> 8, strangers & 255));
    return machines.enlist(
        new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30));
  }

  private void ready(String id) {
    machines.moveTo(id, MachineStatus.COMMISSIONING, "test", "test");
    machines.moveTo(id, MachineStatus.TESTING, "test", "test");
    machines.moveTo(id, MachineStatus.READY, "test", "test");
  }

  @Configuration
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    TransactionAutoConfiguration.class
  })
  @ComponentScan({
    "io.bloomery.database",
    "io.bloomery.machine",
    "io.bloomery.network",
    "io.bloomery.tenancy"
  })
  @ConfigurationPropertiesScan({"io.bloomery.network", "io.bloomery.tenancy"})
  static class Stores {}
}
