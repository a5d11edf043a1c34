package io.bloomery.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.power.BootDevice;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.Identify;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.power.PowerTarget;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on pyghmi's BMC, which has nothing but cipher suite 3 and cannot blink. */
class FakeBmcTest extends PowerDriverContract {
  @TempDir static Path folder;

  private static PeerProcess fake;

  private final IpmiDriver driver =
      new IpmiDriver(new IpmiSettings(Duration.ofSeconds(6), Duration.ofSeconds(20)));

  @BeforeAll
  static void start() throws Exception {
    String missing = Tools.missing("/usr/bin/fakebmc", "/usr/bin/ipmitool");
    assumeTrue(missing == null, missing);
    fake = PeerProcess.fakebmc(folder);
  }

  @AfterAll
  static void stop() {
    if (fake != null) {
      fake.close();
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
    return machine("password", PeerProcess.PASSWORD);
  }

  /** Not an unknown user, to whom it says nothing: a suite that it does not have. */
  @Override
  protected Map<String, String> missingMachine() {
    return machine("suite", "17");
  }

  @Override
  protected Map<String, String> absentControl() {
    return machine("endpoint", "127.0.0.1:9");
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("privilege", machine("privilege", "root"));
  }

  @Override
  protected BootDevice nextBoot() throws Exception {
    String flags = fake.tool("chassis", "bootparam", "get", "5");
    return flags.contains("Force PXE") ? BootDevice.NETWORK : IpmiSimTest.disk(flags);
  }

  @Override
  protected boolean machineHas(Class<?> capability) {
    return capability != Identify.class;
  }

  @Test
  void aCommandItDoesNotKnowIsFinal() {
    assertThatThrownBy(() -> driver.identify(target(), Duration.ofSeconds(5)))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("Chassis Identify")
        .hasMessageContaining("does not know this command");
  }

  @Test
  void ipmitoolSeesWhatWasSwitched() throws Exception {
    turnOn();
    assertThat(fake.tool("power", "status")).contains("Chassis Power is on");
    turnOff();
    assertThat(fake.tool("power", "status")).contains("Chassis Power is off");
  }

  @Test
  void speaksIpv6() throws Exception {
    assumeTrue(InetAddress.getByName("::1").isReachable(1_000), "no IPv6 here");
    PowerTarget target = new PowerTarget("m1", machine("endpoint", "[::1]:" + fake.port));
    assertThat(driver.state(target)).isEqualTo(driver.state(target()));
  }

  @Test
  void aWrongPasswordIsFinalAndNotTold() {
    assertThatThrownBy(() -> control().state(new PowerTarget("m1", machine("password", "hunter2"))))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("another password for user admin")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void silenceToAnUnknownUserIsPassingAndSaysAtWhichStep() {
    assertThatThrownBy(() -> control().state(new PowerTarget("m1", machine("user", "nobody"))))
        .isInstanceOf(PassingFailure.class)
        .hasMessageContaining("RAKP MESSAGE 1");
  }

  private static Map<String, String> machine(String setting, String value) {
    Map<String, String> settings = new HashMap<>();
    settings.put("endpoint", "127.0.0.1:" + fake.port);
    settings.put("user", PeerProcess.USER);
    settings.put("password", PeerProcess.PASSWORD);
    settings.put(setting, value);
    return settings;
  }
}
