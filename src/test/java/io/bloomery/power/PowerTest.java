package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachinePower;
import io.bloomery.machine.Machines;
import io.bloomery.machine.PowerState;
import io.bloomery.machine.Sighting;
import io.bloomery.power.simulated.TestChassis;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The facade and the workers on a real registry, with the simulated driver and one that tells its
 * password.
 */
class PowerTest {
  @TempDir static Path data;

  private static TestChassis chassis;
  private static ConfigurableApplicationContext context;

  private Power power;
  private Machines machines;
  private Machine machine;

  @BeforeAll
  static void start() {
    chassis = new TestChassis();
    context =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .run(
                "--bloomery.data=" + data,
                "--spring.datasource.url=jdbc:h2:mem:power",
                "--bloomery.power.simulated.endpoint=" + chassis.endpoint(),
                "--bloomery.power.libvirt.hosts=qemu+unix:///system?socket=/nonexistent/socket",
                "--bloomery.power.read-back=2s");
  }

  @AfterAll
  static void stop() {
    context.close();
    chassis.close();
  }

  @BeforeEach
  void enlist() {
    power = context.getBean(Power.class);
    machines = context.getBean(Machines.class);
    MacAddress mac = MacAddress.of(TestChassis.MAC);
    machines.byMac(mac).ifPresent(known -> machines.forget(known.id()));
    machine =
        machines.enlist(
            new Sighting(mac, List.of(mac), null, null, Firmware.UEFI, "x86_64", 1, 1L << 30));
  }

  @Test
  void switchesAndRemembersWhatItRead() {
    simulated();
    power.turnOff(machine.id());
    assertThat(machines.get(machine.id()).powerState()).isEqualTo(PowerState.OFF);
    int boots = machines.get(machine.id()).bootGeneration();
    power.cycle(machine.id());
    assertThat(machines.get(machine.id()).powerState()).isEqualTo(PowerState.ON);
    // What ran before the machine was off cannot speak for the boot that follows.
    assertThat(machines.get(machine.id()).bootGeneration()).isGreaterThan(boots);
    assertThat(power.query(machine.id())).isEqualTo(PowerState.ON);
  }

  /** While it is off: some BMCs forget the order when the machine goes off. */
  @Test
  void cyclesIntoTheNetwork() {
    power.configure(machine.id(), "remembering", "password=hunter2");
    RememberingDriver driver = context.getBean(RememberingDriver.class);
    driver.deeds.clear();
    driver.turnOn(null);
    power.cycle(machine.id());
    assertThat(driver.deeds).containsExactly("on", "off", "next NETWORK uefi=true", "on");
    power.turnOff(machine.id());
    power.turnOn(machine.id());
    assertThat(driver.deeds).hasSize(6).endsWith("off", "on");
  }

  @Test
  void cyclesEvenIfTheNetworkCannotBeChosen() {
    power.configure(machine.id(), "remembering", "password=hunter2");
    RememberingDriver driver = context.getBean(RememberingDriver.class);
    driver.refuses = true;
    try {
      power.cycle(machine.id());
      assertThat(power.query(machine.id())).isEqualTo(PowerState.ON);
    } finally {
      driver.refuses = false;
    }
  }

  @Test
  void blinksIfTheDriverCan() {
    power.configure(machine.id(), "remembering", "password=hunter2");
    RememberingDriver driver = context.getBean(RememberingDriver.class);
    driver.deeds.clear();
    power.identify(machine.id(), Duration.ofSeconds(7));
    assertThat(driver.deeds).containsExactly("blink PT7S");
    simulated();
    assertThatThrownBy(() -> power.identify(machine.id(), Duration.ofSeconds(7)))
        .isInstanceOf(FinalFailure.class)
        .hasMessage(
            "machine " + machine.id() + ": identify by simulated: this driver cannot do that");
  }

  @Test
  void storesSettingsSealed() {
    power.configure(machine.id(), "leaky", "password=hunter2");
    assertThat(context.getBean(MachinePower.class).settings(machine.id()).orElseThrow())
        .startsWith("v1:")
        .doesNotContain("hunter2");
    assertThat(power.settings(machine.id())).isEqualTo(Map.of("password", "********"));
  }

  @Test
  void namesMachineDriverAndVerbButNoSecret() {
    power.configure(machine.id(), "leaky", "password=hunter2");
    assertThatThrownBy(() -> power.turnOn(machine.id()))
        .isInstanceOf(FinalFailure.class)
        .hasMessage("machine " + machine.id() + ": turn on by leaky: wrong password ********")
        .hasNoCause();
  }

  /** Nothing is claimed of a machine that nobody can read, and the diagram hears who must act. */
  @Test
  void leavesToOthersWhatADriverCannotDo() throws Exception {
    simulated();
    power.turnOn(machine.id());
    power.configure(machine.id(), "manual", "place=PC 7, row 2");
    int boots = machines.get(machine.id()).bootGeneration();
    assertThat(work("checkControlWorker")).isEqualTo(Outcome.done());
    assertThat(machines.get(machine.id()).powerState()).isEqualTo(PowerState.UNKNOWN);
    assertThat(work("cycleMachineWorker"))
        .isEqualTo(
            Outcome.rejected(
                "power.out-of-reach",
                "machine %s: cycle by manual: switch on PC 7, row 2".formatted(machine.id())));
    assertThat(machines.get(machine.id()).bootGeneration()).isGreaterThan(boots);
    power.configure(
        machine.id(), "wake-on-lan", "mac=52:54:00:12:34:56\nbroadcast=127.255.255.255");
    assertThat(work("cycleMachineWorker")).isEqualTo(Outcome.done());
    assertThat(work("turnOffWorker")).isInstanceOf(Outcome.Rejected.class);
    assertThat(machines.get(machine.id()).powerState()).isEqualTo(PowerState.UNKNOWN);
  }

  @Test
  void refusesBadSettingsAndKeepsTheOldOnes() {
    simulated();
    assertThatThrownBy(() -> power.configure(machine.id(), "simulated", "endpoint=here\nid=m-1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(power.settings(machine.id())).containsEntry("id", "m-1");
  }

  @Test
  void aMachineWithoutControlIsFinal() {
    assertThatThrownBy(() -> power.query(machine.id()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("machine " + machine.id() + ": query");
    assertThat(power.settings(machine.id())).isEmpty();
  }

  @Test
  void workersTranslate() throws Exception {
    simulated();
    for (String worker :
        List.of("turnOffWorker", "turnOnWorker", "cycleMachineWorker", "checkControlWorker")) {
      assertThat(work(worker)).isEqualTo(Outcome.done());
      assertThat(work(worker)).as("asked again").isEqualTo(Outcome.done());
    }
    power.configure(machine.id(), "simulated", "endpoint=127.0.0.1:9\nid=m-1");
    assertThat(work("turnOnWorker")).isInstanceOf(Outcome.TryAgain.class);
    power.configure(machine.id(), "simulated", "endpoint=" + chassis.endpoint() + "\nid=m-9");
    assertThat(work("turnOnWorker"))
        .isEqualTo(
            Outcome.giveUp(
                "machine %s: turn on by simulated: the chassis at %s says: no machine m-9"
                    .formatted(machine.id(), chassis.endpoint())));
  }

  @Test
  void lastOfTwoActsAtOnceIsWhatIsStored() throws Exception {
    GatedDriver driver = context.getBean(GatedDriver.class);
    power.configure(machine.id(), "gated", "");
    power.turnOff(machine.id());
    Thread on = new Thread(() -> power.turnOn(machine.id()));
    on.start();
    assertThat(driver.asked.await(10, TimeUnit.SECONDS)).isTrue();
    Thread off = new Thread(() -> power.turnOff(machine.id()));
    off.start();
    while (off.getState() != Thread.State.BLOCKED) {
      assertThat(off.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
    driver.gate.countDown();
    on.join(10_000);
    off.join(10_000);
    assertThat(driver.state).isEqualTo(PowerState.OFF);
    assertThat(machines.get(machine.id()).powerState()).isEqualTo(PowerState.OFF);
  }

  /** The libvirt host does not answer here, and must not keep the chassis from being asked. */
  @Test
  void proposesTheControlItFinds() throws Exception {
    assertThat(work("findControlWorker"))
        .isEqualTo(
            Outcome.done(
                Map.of(
                    "proposedName", "node-1-rack-2",
                    "powerDriver", "simulated",
                    "powerSettings", "endpoint=" + chassis.endpoint() + "\nid=m-1")));
    MacAddress other = MacAddress.of("02:00:5e:00:00:77");
    machine =
        machines.enlist(
            new Sighting(other, List.of(other), null, null, Firmware.UEFI, "x86_64", 1, 1L << 30));
    assertThat(work("findControlWorker"))
        .isEqualTo(
            Outcome.done(Map.of("proposedName", "", "powerDriver", "", "powerSettings", "")));
  }

  private void simulated() {
    power.configure(machine.id(), "simulated", "endpoint=" + chassis.endpoint() + "\nid=m-1");
  }

  private Outcome work(String worker) throws Exception {
    Worker bean = context.getBean(worker, Worker.class);
    assertThat(bean.failure()).isEqualTo("power.refused");
    return bean.work(new Task("t", "power.test", machine.id(), "p", "Test", 0, Map.of()));
  }

  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  @ComponentScan({"io.bloomery.machine", "io.bloomery.power", "io.bloomery.secret"})
  @ConfigurationPropertiesScan("io.bloomery.power")
  static class Parts {
    @Bean
    GatedDriver gatedDriver() {
      return new GatedDriver();
    }

    @Bean
    LeakyDriver leakyDriver() {
      return new LeakyDriver();
    }

    @Bean
    RememberingDriver rememberingDriver() {
      return new RememberingDriver();
    }
  }

  /** Takes its time to switch on. */
  static class GatedDriver implements PowerDriver, PowerSwitch {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);
    volatile PowerState state = PowerState.ON;

    @Override
    public DriverDescription description() {
      return new DriverDescription("gated", "Takes its time.", List.of());
    }

    @Override
    public PowerState state(PowerTarget target) {
      return state;
    }

    @Override
    public void turnOn(PowerTarget target) {
      asked.countDown();
      try {
        assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      state = PowerState.ON;
    }

    @Override
    public void turnOff(PowerTarget target) {
      state = PowerState.OFF;
    }
  }

  /** What no driver should do. */
  static class LeakyDriver implements PowerDriver, PowerSwitch {
    @Override
    public DriverDescription description() {
      return new DriverDescription(
          "leaky",
          "Tells its password.",
          List.of(Setting.required("password", "Password", SettingKind.TEXT, "").asSecret()));
    }

    @Override
    public PowerState state(PowerTarget target) {
      throw new FinalFailure(
          "wrong password " + target.get("password"), new Exception(target.get("password")));
    }

    @Override
    public void turnOn(PowerTarget target) {}

    @Override
    public void turnOff(PowerTarget target) {}
  }
}
