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
import io.bloomery.network.device.Device;
import io.bloomery.network.device.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DuplicateKeyException;

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
}
