package io.bloomery.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.power.PowerTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on OpenIPMI's simulator, with ipmitool as second opinion. */
class IpmiSimTest extends PowerDriverContract {
  @TempDir static Path folder;

  private static PeerProcess sim;

  private final IpmiDriver driver =
      new IpmiDriver(new IpmiSettings(Duration.ofSeconds(6), Duration.ofSeconds(20)));

  @BeforeAll
  static void start() throws Exception {
    String missing = Tools.missing("/usr/bin/ipmi_sim", "/usr/bin/ipmitool");
    assumeTrue(missing == null, missing);
    sim = PeerProcess.ipmiSim(folder);
  }

  @AfterAll
  static void stop() {
    if (sim != null) {
      sim.close();
    }
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return machine(PeerProcess.USER);
  }

  @Override
  protected Map<String, String> missingMachine() {
    return machine("nobody");
  }

  @Override
  protected Map<String, String> absentControl() {
    return Map.of("endpoint", "127.0.0.1:9", "user", "admin", "password", PeerProcess.PASSWORD);
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    Map<String, String> settings = new HashMap<>(machine());
    settings.put("suite", "0");
    return Map.entry("suite", settings);
  }

  @Override
  protected BootDevice nextBoot() throws Exception {
    String flags = sim.tool("chassis", "bootparam", "get", "5");
    assertThat(flags).contains("only next boot");
    return flags.contains("Force PXE") ? BootDevice.NETWORK : disk(flags);
  }

  @Override
  protected Boolean blinks() throws Exception {
    List<String> calls = sim.calls();
    String last =
        calls.stream()
            .filter(call -> call.contains("set identify"))
            .reduce((a, b) -> b)
            .orElseThrow();
    return !last.endsWith("set identify 0 0");
  }

  @Test
  void ipmitoolSeesWhatWasSwitched() throws Exception {
    turnOn();
    assertThat(sim.tool("power", "status")).contains("Chassis Power is on");
    sim.tool("power", "off");
    assertThat(control().state(target())).isEqualTo(PowerState.OFF);
  }

  @Test
  void suite17AloneIsRefusedByAnOldBmc() {
    Map<String, String> settings = new HashMap<>(machine());
    settings.put("suite", "17");
    assertThatThrownBy(() -> control().state(new PowerTarget("m1", settings)))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("refuses cipher suite 17");
  }

  @Test
  void aHungBmcIsPassingAndGoesOnWhenItWakes() throws Exception {
    control().state(target());
    sim.signal("STOP");
    try {
      long begin = System.nanoTime();
      assertThatThrownBy(() -> control().state(target()))
          .isInstanceOf(PassingFailure.class)
          .hasMessageContaining("did not answer")
          .hasMessageContaining("within 6 s");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    } finally {
      sim.signal("CONT");
    }
    assertThat(control().state(target())).isNotNull();
  }

  /** Its sessions are gone then, the one that is kept here included. */
  @Test
  void aBmcThatWasKilledIsTalkedToAnew() throws Exception {
    control().state(target());
    sim.kill();
    sim.start();
    assertThat(control().state(target())).isNotNull();
  }

  private static Map<String, String> machine(String user) {
    return Map.of(
        "endpoint", "127.0.0.1:" + sim.port, "user", user, "password", PeerProcess.PASSWORD);
  }

  static BootDevice disk(String flags) {
    assertThat(flags).containsPattern("Force Boot from default Hard-Drive *\\n"); // no safe mode
    return BootDevice.DISK;
  }
}
