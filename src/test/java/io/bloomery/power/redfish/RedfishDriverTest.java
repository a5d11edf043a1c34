package io.bloomery.power.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.TestSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedfishDriverTest extends PowerDriverContract {
  private static final String SESSIONS = "POST /redfish/v1/SessionService/Sessions";
  @TempDir static Path certificates;
  private static TestCertificate certificate;

  @TempDir Path data;
  private RedfishEmulator bmc;
  private Bmcs bmcs;
  private RedfishDriver driver;

  @BeforeEach
  void start() throws Exception {
    certificate = certificate == null ? TestCertificate.make(certificates) : certificate;
    bmc = new RedfishEmulator(certificate, 0);
    RedfishSettings settings = new RedfishSettings(Duration.ofSeconds(5), true);
    bmcs = new Bmcs(settings, TestSecrets.knownCertificates(data));
    driver = new RedfishDriver(bmcs, settings);
  }

  @AfterEach
  void stop() {
    driver.stop();
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
    return with("system", "node-8");
  }

  @Override
  protected Map<String, String> absentControl() {
    return with("uri", "https://127.0.0.1:9");
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("uri", with("uri", "http://bmc.example"));
  }

  @Test
  void manyQuestionsTakeOneSessionWhichIsGivenBack() {
    for (int i = 0; i < 5; i++) {
      driver.state(target());
    }
    assertThat(bmc.count(SESSIONS)).isEqualTo(1);
    assertThat(bmc.sessions).hasSize(1);
    bmcs.leave();
    assertThat(bmc.sessions).isEmpty();
  }

  @Test
  void aSessionThatEndedIsOpenedAnew() {
    driver.state(target());
    bmc.sessions.clear();
    assertThat(driver.state(target())).isEqualTo(PowerState.OFF);
    assertThat(bmc.count(SESSIONS)).isEqualTo(2);
  }

  @Test
  void whereThereAreNoSessionsThePasswordIsSentEachTime() {
    bmc.hasSessions = false;
    assertThat(driver.state(target())).isEqualTo(PowerState.OFF);
    assertThat(bmc.passes).isNotEmpty().allMatch(pass -> pass.startsWith("Basic "));
  }

  @Test
  void aWrongPasswordIsFinalAndTriedOnce() {
    for (boolean sessions : List.of(true, false)) {
      bmc.hasSessions = sessions;
      bmc.passes.clear();
      PowerTarget wrong = new PowerTarget("m1", with("password", "battery staple"));
      assertThatThrownBy(() -> driver.state(wrong))
          .isInstanceOf(FinalFailure.class)
          .hasMessageContaining("does not let user admin in")
          .hasMessageContaining("Correct username or password");
      assertThat(bmc.passes).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(bmc.count(SESSIONS)).isEqualTo(1);
  }

  @Test
  void ofSeveralSystemsOneMustBeNamed() {
    bmc.systems = List.of("node-7", "node-9");
    assertThatThrownBy(() -> driver.state(target()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("has 2 systems: node-7, node-9 (expected: one; ");
    assertThat(driver.state(new PowerTarget("m1", with("system", "node-7"))))
        .isEqualTo(PowerState.OFF);
  }

  @Test
  void aRenamedSystemIsFoundTheNextTime() {
    driver.state(target());
    bmc.systems = List.of("1");
    assertThatThrownBy(() -> driver.state(target())).isInstanceOf(PassingFailure.class);
    assertThat(driver.state(target())).isEqualTo(PowerState.OFF);
  }

  @Test
  void bootsOnceFromWhereItIsTold() {
    driver.bootNext(target(), BootDevice.NETWORK, true);
    assertThat(bmc.boot)
        .containsEntry("BootSourceOverrideTarget", "Pxe")
        .containsEntry("BootSourceOverrideEnabled", "Once")
        .containsEntry("BootSourceOverrideMode", "UEFI");
    driver.bootNext(target(), BootDevice.DISK, false);
    assertThat(bmc.boot)
        .containsEntry("BootSourceOverrideTarget", "Hdd")
        .containsEntry("BootSourceOverrideMode", "Legacy");
    PowerTarget http = new PowerTarget("m1", with("networkBoot", "UefiHttp"));
    driver.bootNext(http, BootDevice.NETWORK, true);
    assertThat(bmc.boot).containsEntry("BootSourceOverrideTarget", "UefiHttp");
    driver.bootNext(http, BootDevice.NETWORK, false);
    assertThat(bmc.boot).containsEntry("BootSourceOverrideTarget", "Pxe");
  }

  @Test
  void aBootOverrideThatIsForgottenIsNotBelieved() {
    bmc.forgetsBoot = true;
    assertThatThrownBy(() -> driver.bootNext(target(), BootDevice.NETWORK, true))
        .isInstanceOf(PassingFailure.class)
        .hasMessageContaining("shows None (expected: Pxe)");
  }

  @Test
  void blinksForAWhile() throws Exception {
    for (boolean old : List.of(false, true)) {
      bmc.ledOnly = old;
      bmc.light = old ? "Off" : "false";
      driver.identify(target(), Duration.ofMillis(700));
      assertThat(bmc.light).isEqualTo(old ? "Blinking" : "true");
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (!bmc.light.equals(old ? "Off" : "false") && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(bmc.light).isEqualTo(old ? "Off" : "false");
      driver.identify(target(), Duration.ofMinutes(1));
      driver.identify(target(), Duration.ZERO);
      assertThat(bmc.light).isEqualTo(old ? "Off" : "false");
    }
  }

  @Test
  void refusesAddressesThatWouldTellThePassword() {
    for (String uri :
        List.of("https://admin:pw@bmc", "https://bmc/other", "ftp://bmc", "https:bmc")) {
      assertThatThrownBy(() -> driver.check(with("uri", uri)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(expected: https://host")
          .hasMessageNotContaining("pw@");
    }
  }

  private Map<String, String> with(String setting, String value) {
    Map<String, String> settings = new HashMap<>(bmc.settings());
    settings.put(setting, value);
    return settings;
  }
}
