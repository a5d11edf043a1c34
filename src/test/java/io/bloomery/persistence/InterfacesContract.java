package io.bloomery.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineHardware;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.network.AddressInUse;
import io.bloomery.network.AddressRange;
import io.bloomery.network.Addresses;
import io.bloomery.network.Cidr;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import io.bloomery.network.Leases;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.link.InterfacesInUse;
import io.bloomery.network.link.Link;
import io.bloomery.network.link.LinkMode;
import io.bloomery.network.link.MachineInterface;
import io.bloomery.network.link.NamedAddress;
import io.bloomery.network.link.NicReport;
import io.bloomery.network.link.NicReports;
import io.bloomery.network.plan.Fabric;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.SubnetRange;
import io.bloomery.network.plan.Vlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What is promised of the interfaces of machines, whatever database is below. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class InterfacesContract {
  private int strangers;
  private Database database;
  private ConfigurableApplicationContext context;
  private Machines machines;
  private Networks networks;
  private FixedAddresses fixed;
  private Addresses addresses;
  private Interfaces interfaces;
  private TransactionTemplate transaction;
  private Subnet boot;
  private Subnet storage;
  private Subnet guests;

  abstract Database open() throws Exception;

  @BeforeAll
  void start() throws Exception {
    database = open();
    begin();
    long fabric = boot().fabric();
    long tagged =
        networks.add(new Vlan(0, fabric, 20, "storage", 9000, true, null, List.of())).id();
    storage = networks.add(subnet(tagged, "10.20.0.0/24"));
    long other = networks.add(new Fabric(0, "elsewhere")).id();
    long guest = networks.add(new Vlan(0, other, 30, "guests", 1500, true, null, List.of())).id();
    guests = networks.add(subnet(guest, "10.30.0.0/24"));
  }

  private void begin() {
    context =
        new SpringApplicationBuilder(RegistryContract.Stores.class)
            .web(WebApplicationType.NONE)
            .run(database.arguments());
    machines = context.getBean(Machines.class);
    networks = context.getBean(Networks.class);
    fixed = context.getBean(FixedAddresses.class);
    addresses = context.getBean(Addresses.class);
    interfaces = context.getBean(Interfaces.class);
    transaction = context.getBean(TransactionTemplate.class);
    boot = networks.settingsSubnet();
  }

  private Vlan boot() {
    return networks.plan().vlanOf(boot);
  }

  @AfterAll
  void stop() throws Exception {
    context.close();
    database.close();
  }

  @Test
  void noAddressTwiceAndNoneLeakedWhenSixtyFourAskAtOnce() throws Exception {
    List<Machine> asking = Stream.generate(this::enlisted).limit(64).toList();
    for (Machine machine : asking) {
      interfaces.configure(machine, bondWithStorage(machine));
    }
    long bootBefore = fixed.usage(boot).taken();
    long storageBefore = fixed.usage(storage).taken();
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
      Set<String> given = new HashSet<>(atOnce(all));
      assertThat(fixed.usage(boot).taken()).isEqualTo(bootBefore + (kept ? 64 : 0));
      assertThat(fixed.usage(storage).taken()).isEqualTo(storageBefore + (kept ? 64 : 0));
      if (kept) {
        assertThat(given).hasSize(64);
      }
    }
    Set<Ipv4> used = new HashSet<>();
    for (Machine machine : asking) {
      List<NamedAddress> own = interfaces.addresses(machine.id());
      assertThat(own).extracting(NamedAddress::name).containsExactly("bond0", "bond0.20");
      assertThat(own).allMatch(it -> used.add(it.address()));
      assertThat(machines.get(machine.id()).address()).isEqualTo(own.get(0).address().toString());
      // DHCP gives the bond's address to the card the machine boots from.
      assertThat(fixed.holder(own.get(0).address())).map(FixedAddress::mac).contains(machine.mac());
    }
    atOnce(
        asking.stream()
            .map(
                machine ->
                    (Callable<String>)
                        () -> {
                          addresses.free(machines.get(machine.id()));
                          return "";
                        })
            .toList());
    assertThat(fixed.usage(boot).taken()).isEqualTo(bootBefore);
    assertThat(fixed.usage(storage).taken()).isEqualTo(storageBefore);
    assertThat(fixed.of(storage, Ipv4.NONE, 1000)).hasSize((int) storageBefore);
    assertThat(asking).allMatch(machine -> interfaces.addresses(machine.id()).isEmpty());
    asking.forEach(interfaces::reset);
  }

  @Test
  void staticAddressIsOneMachinesFromTheMomentItIsGiven() throws Exception {
    List<Machine> asking = Stream.generate(this::enlisted).limit(64).toList();
    String wanted = "10.20.0.77";
    List<Callable<String>> all = new ArrayList<>();
    for (Machine machine : asking) {
      all.add(
          () -> {
            try {
              interfaces.configure(machine, List.of(card("eth0", machine, fixed(storage, wanted))));
              return "got it";
            } catch (IllegalArgumentException refused) {
              return refused.getMessage();
            }
          });
    }
    List<String> answers = atOnce(all);
    assertThat(answers).filteredOn("got it"::equals).hasSize(1);
    assertThat(answers)
        .filteredOn(it -> !it.equals("got it"))
        .allMatch(it -> it.equals("address: 10.20.0.77 (expected: one that nobody has)"));
    Machine winner = asking.get(answers.indexOf("got it"));
    addresses.reserve(winner);
    addresses.free(machines.get(winner.id()));
    assertThat(fixed.holder(Ipv4.of(wanted))).map(FixedAddress::machine).contains(winner.id());
    assertThatThrownBy(() -> addresses.freeUnused(Ipv4.of(wanted)))
        .isInstanceOf(AddressInUse.class)
        .hasMessageContaining(winner.name());
    interfaces.reset(winner);
    assertThat(fixed.holder(Ipv4.of(wanted))).isEmpty();
  }

  @Test
  void whatIsStoredIsReadAgainByTheNextController() {
    Machine machine = enlisted();
    List<MachineInterface> wanted =
        List.of(
            new MachineInterface("eth0", machine.mac(), null, null, null, List.of()),
            new MachineInterface(
                "bond0",
                null,
                new MachineInterface.Bond(
                    List.of("eth0"), Map.of("mode", "active-backup", "primary", "eth0")),
                null,
                9000,
                List.of(fixed(boot, "10.17.17.90"))),
            new MachineInterface(
                "bond0.20",
                null,
                null,
                new MachineInterface.Tag("bond0", storage.vlan()),
                null,
                List.of(new Link(LinkMode.DHCP, storage.id(), null))));
    interfaces.configure(machine, wanted);
    context.close();
    begin();
    assertThat(interfaces.configured(machine).orElseThrow().all())
        .containsExactlyElementsOf(wanted);
    assertThat(interfaces.holder(Ipv4.of("10.17.17.90"))).contains(machine.id());
    addresses.forget(machine);
    assertThat(fixed.holder(Ipv4.of("10.17.17.90"))).isEmpty();
    assertThat(interfaces.configured(machine)).isEmpty();
  }

  @Test
  void addressesChangePlacesInOneStep() {
    Machine machine = enlisted();
    List<Link> one = List.of(fixed(boot, "10.17.17.91"));
    List<Link> two = List.of(fixed(boot, "10.17.17.92"));
    MacAddress second = another(machine);
    Machine now = machines.get(machine.id());
    interfaces.configure(now, List.of(card("eth0", machine.mac(), one), card("eth1", second, two)));
    interfaces.configure(now, List.of(card("eth0", machine.mac(), two), card("eth1", second, one)));
    assertThat(fixed.holder(Ipv4.of("10.17.17.91"))).map(FixedAddress::mac).contains(second);
    assertThat(fixed.holder(Ipv4.of("10.17.17.92"))).map(FixedAddress::mac).contains(machine.mac());
    interfaces.reset(now);
    assertThat(fixed.holder(Ipv4.of("10.17.17.92"))).isEmpty();
  }

  /** The operator's pair is used, and stays his. */
  @Test
  void addressFixedForTheNicIsKeptAndCannotBeFreedWhileAMachineLivesThere() throws Exception {
    for (int round = 0; round < 20; round++) {
      Machine machine = enlisted();
      Ipv4 pair = Ipv4.of("10.17.17.95");
      fixed.assign(new FixedAddress(pair, machine.mac(), null, "by hand"));
      List<String> answers =
          atOnce(
              List.of(
                  () -> addresses.reserve(machine),
                  () -> {
                    try {
                      addresses.freeUnused(pair);
                      return "freed";
                    } catch (AddressInUse inUse) {
                      return "in use";
                    }
                  }));
      // Either the deployment came first and the pair stays, or it is gone.
      boolean kept = fixed.holder(pair).filter(it -> it.machine() == null).isPresent();
      assertThat(answers.get(1)).isEqualTo(kept ? "in use" : "freed");
      assertThat(fixed.holder(Ipv4.of(answers.get(0))))
          .map(FixedAddress::mac)
          .contains(machine.mac());
      if (kept) {
        assertThat(answers.get(0)).isEqualTo(pair.toString());
        assertThatThrownBy(() -> addresses.freeUnused(pair))
            .isInstanceOf(AddressInUse.class)
            .hasMessageContaining("10.17.17.95");
      }
      addresses.free(machines.get(machine.id()));
      if (kept) {
        addresses.freeUnused(pair);
      }
      assertThat(fixed.holder(pair)).isEmpty();
    }
  }

  @Test
  void nothingChangesWhileAMachineIsDeployed() {
    Machine machine = enlisted();
    for (MachineStatus next :
        List.of(
            MachineStatus.COMMISSIONING,
            MachineStatus.TESTING,
            MachineStatus.READY,
            MachineStatus.ALLOCATED,
            MachineStatus.DEPLOYING)) {
      interfaces.reset(machine);
      machines.moveTo(machine.id(), next, "test", "test");
    }
    assertThatThrownBy(() -> interfaces.reset(machine))
        .isInstanceOf(InterfacesInUse.class)
        .hasMessageContaining("Deploying");
    assertThatThrownBy(() -> interfaces.configure(machine, bondWithStorage(machine)))
        .isInstanceOf(InterfacesInUse.class);
    assertThat(interfaces.configured(machine)).isEmpty();
  }

  @Test
  void planKeepsWhatInterfacesNeed() {
    Machine machine = enlisted();
    interfaces.configure(machine, bondWithStorage(machine));
    assertThatThrownBy(() -> networks.removeSubnet(storage.id()))
        .hasMessageContaining(machine.name());
    assertThatThrownBy(() -> networks.change(moved(storage, guests.vlan())))
        .hasMessageContaining(machine.name());
    Vlan vlan = networks.vlan(storage.vlan());
    assertThatThrownBy(
            () ->
                networks.change(
                    new Vlan(vlan.id(), vlan.fabric(), 0, "storage", 9000, true, null, List.of())))
        .hasMessageContaining("vid: 0")
        .hasMessageContaining(machine.name());
    interfaces.reset(machine);
  }

  @Test
  void whatContradictsThePlanIsRefusedWithValueAndReason() {
    Machine machine = enlisted();
    refused(machine, "10.30.0.9", "10.20.0.0/24", it -> it.add(fixed(storage, "10.30.0.9")));
    refused(machine, "10.20.0.255", "10.20.0.0/24", it -> it.add(fixed(storage, "10.20.0.255")));
    refused(machine, "10.20.0.150", "which subnet", it -> it.add(fixed(storage, "10.20.0.150")));
    refused(machine, "10.20.0.1", "which subnet", it -> it.add(fixed(storage, "10.20.0.1")));
    refused(machine, "4711", "one of the plan", it -> it.add(auto(4711)));
    refused(
        machine,
        "10.20.0.0/24",
        "it is in VLAN storage",
        it -> {
          it.add(auto(boot.id()));
          it.add(auto(storage.id()));
        });
    refused(
        machine,
        "10.20.0.0/24",
        "each once",
        it -> {
          it.add(auto(storage.id()));
          it.add(fixed(storage, "10.20.0.80"));
        });
    assertThatThrownBy(
            () ->
                interfaces.configure(
                    machine,
                    List.of(
                        card(
                            "eth0", MacAddress.of("02:00:00:00:ff:ff"), List.of(auto(boot.id()))))))
        .hasMessageContaining("02:00:00:00:ff:ff")
        .hasMessageContaining(machine.name());
    assertThatThrownBy(
            () -> interfaces.configure(machine, tagged(machine, boot.vlan(), auto(boot.id()))))
        .hasMessageContaining("it is untagged");
    assertThatThrownBy(
            () -> interfaces.configure(machine, tagged(machine, storage.vlan(), auto(boot.id()))))
        .hasMessageContaining("one of VLAN storage; it is in VLAN untagged");
    assertThatThrownBy(
            () -> interfaces.configure(machine, tagged(machine, guests.vlan(), auto(guests.id()))))
        .hasMessageContaining("one of the fabric that eth0 is in");
    Subnet unmanaged = networks.add(unmanaged(guests.vlan(), "10.31.0.0/24"));
    refused(machine, "10.31.0.0/24", "one that assigns", it -> it.add(auto(unmanaged.id())));
    refused(machine, "10.31.0.9", "which subnet", it -> it.add(fixed(unmanaged, "10.31.0.9")));
    networks.removeSubnet(unmanaged.id());
    assertThat(interfaces.configured(machine)).isEmpty();
  }

  @Test
  void inventoryTellsWhichSubnetEachCardIsOn() throws Exception {
    Machine machine = enlisted();
    NicReports reports = context.getBean(NicReports.class);
    MacAddress second = another(machine);
    Machine now = machines.get(machine.id());
    reports.reported(machine.mac(), "eth0");
    assertThat(reports.of(now).get(machine.mac()))
        .isEqualTo(new NicReport(machine.mac(), "eth0", null, null));
    lend(second, "10.20.0.100");
    reports.reported(second, "eth1");
    assertThat(reports.of(now).get(second).subnet()).isEqualTo(storage.id());
    assertThat(reports.of(now).get(second).seenAt()).isBeforeOrEqualTo(Instant.now());
    lend(second, "10.30.0.100");
    reports.reported(second, "eth7");
    assertThat(reports.of(now).get(second).subnet()).isEqualTo(guests.id());
    assertThat(reports.of(now).get(second).name()).isEqualTo("eth7");
    // Another card gets the address: this one was there all the same, and no inventory said else.
    lend(machine.mac(), "10.30.0.100");
    reports.reported(second, "eth7");
    assertThat(reports.of(now).get(second).subnet()).isEqualTo(guests.id());
  }

  private void lend(MacAddress mac, String address) throws Exception {
    CountDownLatch durable = new CountDownLatch(1);
    Instant end = Instant.now().plus(Duration.ofSeconds(-1));
    context
        .getBean(Leases.class)
        .lend(new Lease(mac, Ipv4.of(address), end, null, null), durable::countDown);
    assertThat(durable.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private void refused(
      Machine machine, String value, String expected, Consumer<List<Link>> wanted) {
    List<Link> links = new ArrayList<>();
    wanted.accept(links);
    assertThatThrownBy(
            () -> interfaces.configure(machine, List.of(card("eth0", machine.mac(), links))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value)
        .hasMessageContaining(expected);
  }

  private static <T> List<T> atOnce(List<Callable<T>> all) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(all, 120, TimeUnit.SECONDS)) {
        answers.add(one.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  /** A bond of the boot NIC with an address of the boot network, and the storage VLAN on it. */
  private List<MachineInterface> bondWithStorage(Machine machine) {
    return List.of(
        new MachineInterface("eth0", machine.mac(), null, null, null, List.of()),
        new MachineInterface(
            "bond0",
            null,
            new MachineInterface.Bond(List.of("eth0"), Map.of("mode", "802.3ad")),
            null,
            null,
            List.of(auto(boot.id()))),
        new MachineInterface(
            "bond0.20",
            null,
            null,
            new MachineInterface.Tag("bond0", storage.vlan()),
            null,
            List.of(auto(storage.id()))));
  }

  private List<MachineInterface> tagged(Machine machine, long vlan, Link link) {
    return List.of(
        card("eth0", machine, auto(boot.id())),
        new MachineInterface(
            "eth0.1", null, null, new MachineInterface.Tag("eth0", vlan), null, List.of(link)));
  }

  private static MachineInterface card(String name, Machine machine, Link link) {
    return card(name, machine.mac(), List.of(link));
  }

  private static MachineInterface card(String name, MacAddress mac, List<Link> links) {
    return new MachineInterface(name, mac, null, null, null, links);
  }

  private static Link auto(long subnet) {
    return new Link(LinkMode.AUTO, subnet, null);
  }

  private static Link fixed(Subnet subnet, String address) {
    return new Link(LinkMode.STATIC, subnet.id(), Ipv4.of(address));
  }

  private static Subnet subnet(long vlan, String cidr) {
    String start = cidr.substring(0, cidr.length() - "0/24".length());
    AddressRange dynamic = AddressRange.of(start + "100-" + start + "199");
    return new Subnet(
        0,
        vlan,
        "net " + start,
        Cidr.of(cidr),
        Ipv4.of(start + "1"),
        List.of(),
        List.of(),
        null,
        true,
        false,
        List.of(new SubnetRange(0, SubnetRange.Kind.DYNAMIC, dynamic, "")),
        List.of());
  }

  private static Subnet unmanaged(long vlan, String cidr) {
    return new Subnet(
        0,
        vlan,
        "not ours",
        Cidr.of(cidr),
        null,
        List.of(),
        List.of(),
        null,
        false,
        false,
        List.of(),
        List.of());
  }

  private static Subnet moved(Subnet it, long vlan) {
    return new Subnet(
        it.id(),
        vlan,
        it.name(),
        it.cidr(),
        it.gateway(),
        it.dnsServers(),
        it.ntpServers(),
        it.logServer(),
        it.managed(),
        it.fromSettings(),
        it.ranges(),
        it.routes());
  }

  private synchronized MacAddress mac() {
    strangers++;
    return MacAddress.of("02:00:00:01:%02x:%02x".formatted(strangers >> 8, strangers & 255));
  }

  private Machine enlisted() {
    MacAddress mac = mac();
    return machines.enlist(
        new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30));
  }

  /** A second card that an inventory found in the machine. */
  private MacAddress another(Machine machine) {
    MacAddress second = mac();
    context
        .getBean(MachineHardware.class)
        .inventory(
            machine.id(), "{}", false, 2, 1L << 30, 1, List.of(machine.mac(), second), null, null);
    return second;
  }
}
