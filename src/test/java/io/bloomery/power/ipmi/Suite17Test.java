package io.bloomery.power.ipmi;

import io.bloomery.power.BootDevice;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract with cipher suite 17, which no BMC among Debian's packages has. */
class Suite17Test extends PowerDriverContract {
  private final TestBmc bmc = new TestBmc();
  private final IpmiDriver driver =
      new IpmiDriver(new IpmiSettings(Duration.ofSeconds(4), Duration.ofSeconds(20)));

  @BeforeEach
  void nothingElse() {
    bmc.suites = EnumSet.of(CipherSuite.SUITE_17);
  }

  @AfterEach
  void stop() {
    driver.close();
    bmc.close();
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return bmc.settings();
  }

  @Override
  protected Map<String, String> missingMachine() {
    return with("user", "nobody");
  }

  @Override
  protected Map<String, String> absentControl() {
    return with("endpoint", "127.0.0.1:9");
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("endpoint", with("endpoint", "-oProxyCommand=x"));
  }

  @Override
  protected BootDevice nextBoot() {
    return (bmc.machine.bootParameters.get(5)[1] & 0x3c) == 0x04
        ? BootDevice.NETWORK
        : BootDevice.DISK;
  }

  @Override
  protected Boolean blinks() {
    return !bmc.machine.deeds.get(bmc.machine.deeds.size() - 1).equals("identify 0");
  }

  private Map<String, String> with(String setting, String value) {
    Map<String, String> settings = new HashMap<>(bmc.settings());
    settings.put(setting, value);
    return settings;
  }
}
