package io.bloomery.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The BMC of the tests, by programs that nobody here wrote. It has no packets and keys of its own,
 * so this is where the driver's would be found wrong.
 */
class TestBmcTest {
  private final TestBmc bmc = new TestBmc();

  @TempDir Path folder;

  @BeforeEach
  void needsTheTools() {
    String missing = Tools.missing("/usr/bin/ipmitool", "/usr/sbin/ipmipower");
    assumeTrue(missing == null, missing);
  }

  @AfterEach
  void stop() {
    bmc.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 3})
  void ipmitoolSwitchesIt(int suite) throws Exception {
    bmc.suites = EnumSet.of(suite == 17 ? CipherSuite.SUITE_17 : CipherSuite.SUITE_3);
    assertThat(tool(suite, "power", "status")).contains("Chassis Power is off");
    assertThat(tool(suite, "power", "on")).contains("Up/On");
    assertThat(tool(suite, "power", "status")).contains("Chassis Power is on");
    assertThat(tool(suite, "chassis", "bootdev", "pxe", "options=efiboot")).contains("pxe");
    assertThat(HexFormat.of().formatHex(bmc.machine.bootParameters.get(5))).startsWith("a004");
    assertThat(tool(suite, "chassis", "bootparam", "get", "5")).contains("Force PXE", "EFI boot");
    assertThat(bmc.sessions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 3})
  void ipmipowerSwitchesIt(int suite) throws Exception {
    Path config = folder.resolve("ipmipower.conf");
    Files.writeString(
        config, "username %s\npassword %s\n".formatted(TestBmc.USER, TestBmc.PASSWORD));
    Files.setPosixFilePermissions(
        config, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    assertThat(Tools.ipmipower(config, bmc.port(), suite, "--on")).contains(": ok");
    assertThat(Tools.ipmipower(config, bmc.port(), suite, "--stat")).contains(": on");
  }

  @Test
  void ipmitoolFindsTheBestSuiteByItself() throws Exception {
    // 17 is its first choice if the BMC lists it.
    bmc.suites = EnumSet.of(CipherSuite.SUITE_17);
    assertThat(tool(Tools.ITS_CHOICE, "power", "status")).contains("Chassis Power is off");
  }

  @Test
  void itRefusesWhoeverIsWrong() throws Exception {
    bmc.suites = EnumSet.of(CipherSuite.SUITE_17);
    assertThat(tool(3, "power", "status")).doesNotContain("Chassis Power");
    assertThat(Tools.ipmitool(bmc.port(), "nobody", TestBmc.PASSWORD, 17, "-v", "power", "status"))
        .contains("unauthorized name");
    assertThat(Tools.ipmitool(bmc.port(), TestBmc.USER, "wrong", 17, "-v", "power", "status"))
        .contains("HMAC is invalid");
  }

  @Test
  void itHasAKeyOfItsOwn() throws Exception {
    bmc.key = new byte[20];
    Arrays.fill(bmc.key, (byte) 'k');
    assertThat(tool(17, "power", "status")).doesNotContain("Chassis Power is");
    assertThat(tool(17, "-k", "k".repeat(20), "power", "status")).contains("Chassis Power is off");
  }

  private String tool(int suite, String... words) throws Exception {
    return Tools.ipmitool(bmc.port(), TestBmc.USER, TestBmc.PASSWORD, suite, words);
  }
}
