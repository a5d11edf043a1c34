package io.bloomery.power.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.PowerState;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.KnownCertificates;
import io.bloomery.secret.TestSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A management controller is known by its certificate. */
class RedfishTrustTest {
  @TempDir Path data;
  private TestCertificate certificate;
  private RedfishEmulator bmc;
  private KnownCertificates known;

  @BeforeEach
  void start() throws Exception {
    certificate = TestCertificate.make(data);
    bmc = new RedfishEmulator(certificate, 0);
    known = TestSecrets.knownCertificates(data);
  }

  @AfterEach
  void stop() {
    bmc.close();
  }

  @Test
  void theFirstCertificateIsKeptAsOpensslWritesIt() throws Exception {
    driver(true).state(target());
    assertThat(Files.readString(known.file()))
        .matches("127\\.0\\.0\\.1:" + bmc.port() + " ([0-9A-F]{2}:){31}[0-9A-F]{2}\n")
        .contains(KnownCertificates.fingerprint(certificate.certificate()));
    assertThat(driver(false).state(target())).isEqualTo(PowerState.OFF);
  }

  @Test
  void anUnknownOneIsRefusedWithoutTrustOnFirstUse() throws Exception {
    String line =
        "127.0.0.1:" + bmc.port() + " " + KnownCertificates.fingerprint(certificate.certificate());
    RedfishDriver careful = driver(false);
    assertThatThrownBy(() -> careful.state(target()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("add the line \"" + line + "\" to " + known.file());
    assertThat(bmc.log).isEmpty();
    Files.writeString(known.file(), line);
    assertThat(careful.state(target())).isEqualTo(PowerState.OFF);
  }

  @Test
  void aChangedOneIsFinalAndHearsNothing() throws Exception {
    RedfishDriver driver = driver(true);
    driver.state(target());
    int port = bmc.port();
    bmc.close();
    bmc = new RedfishEmulator(TestCertificate.make(data), port);
    // The first attempt may still meet the connection that was cut.
    assertThatThrownBy(
            () -> {
              for (int attempt = 0; attempt < 3; attempt++) {
                try {
                  driver.state(target());
                } catch (io.bloomery.power.PassingFailure cut) {
                  continue;
                }
                return;
              }
            })
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining(
            "expected: " + KnownCertificates.fingerprint(certificate.certificate()))
        .hasMessageContaining("remove the line of 127.0.0.1:" + port + " from " + known.file());
    assertThat(bmc.log).isEmpty();
    Files.writeString(known.file(), "");
    assertThat(driver.state(target())).isEqualTo(PowerState.OFF);
  }

  private RedfishDriver driver(boolean trustOnFirstUse) {
    RedfishSettings settings = new RedfishSettings(Duration.ofSeconds(5), trustOnFirstUse);
    return new RedfishDriver(new Bmcs(settings, known), settings);
  }

  private PowerTarget target() {
    return new PowerTarget("m1", bmc.settings());
  }
}
