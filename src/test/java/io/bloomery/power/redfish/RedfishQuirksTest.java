package io.bloomery.power.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.TestSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Habits of services that are out there. */
class RedfishQuirksTest {
  @TempDir Path data;
  private RedfishEmulator bmc;
  private RedfishEmulator other;
  private RedfishDriver driver;
  private PowerTarget target;

  @BeforeEach
  void start() throws Exception {
    bmc = new RedfishEmulator(null, 0);
    other = new RedfishEmulator(null, 0);
    RedfishSettings settings = new RedfishSettings(Duration.ofSeconds(5), true);
    driver = new RedfishDriver(new Bmcs(settings, TestSecrets.knownCertificates(data)), settings);
    target = new PowerTarget("m1", bmc.settings());
  }

  @AfterEach
  void stop() {
    driver.stop();
    bmc.close();
    other.close();
  }

  @Test
  void resetsAreAskedForWhereTheActionSaysSo() {
    bmc.actionInfo = true;
    bmc.resets = List.of("ForceOff", "PushPowerButton");
    driver.turnOn(target);
    await(PowerState.ON);
    assertThat(bmc.count("GET /redfish/v1/Systems/node-7/ResetActionInfo")).isEqualTo(1);
  }

  @Test
  void aResetThatIsNotAdmittedIsFinal() {
    bmc.power = "On";
    bmc.resets = List.of("On", "GracefulShutdown");
    assertThatThrownBy(() -> driver.turnOff(target))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("admits the resets On, GracefulShutdown (expected: one of ForceOff)");
    assertThat(bmc.power).isEqualTo("On");
  }

  @Test
  void tasksAreSeenThrough() {
    bmc.tasks = true;
    driver.turnOn(target);
    assertThat(bmc.count("GET /redfish/v1/TaskService/Tasks/1/Monitor")).isEqualTo(3);
    await(PowerState.ON);
  }

  @Test
  void aTaskThatFailsSaysWhy() {
    bmc.tasks = true;
    bmc.failingTask = "Fan 3 is missing.";
    assertThatThrownBy(() -> driver.turnOn(target))
        .isInstanceOf(PassingFailure.class)
        .hasMessageContaining("ended as Exception: Fan 3 is missing.");
  }

  @Test
  void whatTheServiceComplainsOfReachesTheOperator() {
    bmc.complaint = "The chassis\\nis open.";
    assertThatThrownBy(() -> driver.turnOn(target))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("POST /redfish/v1/Systems/node-7/Actions/ComputerSystem.Reset")
        .hasMessageContaining("answered 400: The chassis is open.");
  }

  @Test
  void aTrailingSlashIsAddedWhereItIsMissed() {
    bmc.slashes = true;
    driver.turnOn(target);
    await(PowerState.ON);
    driver.bootNext(target, BootDevice.NETWORK, true);
    assertThat(bmc.boot).containsEntry("BootSourceOverrideTarget", "Pxe");
  }

  @Test
  void redirectsInsideAreFollowedWithTheirBody() {
    for (int status : List.of(307, 308)) {
      bmc.power = "Off";
      bmc.movedBy = status;
      bmc.moved = "/moved";
      driver.turnOn(target);
      await(PowerState.ON);
    }
  }

  @Test
  void redirectsElsewhereAreRefusedAndTellNothing() {
    driver.state(target);
    bmc.moved = other.uri() + "/moved";
    assertThatThrownBy(() -> driver.turnOn(target))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("sends to 127.0.0.1:" + other.port() + " (expected: to itself)");
    assertThat(other.log).isEmpty();
  }

  @Test
  void redirectsInACircleEnd() {
    bmc.moved = "";
    assertThatThrownBy(() -> driver.state(target)).isInstanceOf(FinalFailure.class);
    assertThat(bmc.log).hasSizeLessThan(20);
  }

  @Test
  void anEtagThatIsOldIsFetchedAgain() {
    bmc.staleEtags.set(2);
    driver.bootNext(target, BootDevice.NETWORK, true);
    assertThat(bmc.boot).containsEntry("BootSourceOverrideTarget", "Pxe");
    bmc.staleEtags.set(100);
    assertThatThrownBy(() -> driver.bootNext(target, BootDevice.DISK, true))
        .isInstanceOf(PassingFailure.class)
        .hasMessageContaining("answered 412: The ETag did not match.");
  }

  @Test
  void aWeakEtagIsGivenBackAsStrong() {
    bmc.weakEtags = true;
    driver.bootNext(target, BootDevice.NETWORK, true);
    assertThat(bmc.boot).containsEntry("BootSourceOverrideTarget", "Pxe");
  }

  @Test
  void whatHoldsFromTheNextStartGoesToTheSettings() {
    bmc.settingsObject = true;
    driver.bootNext(target, BootDevice.NETWORK, true);
    assertThat(bmc.boot).containsEntry("BootSourceOverrideTarget", "Pxe");
    assertThat(bmc.count("PATCH /redfish/v1/Systems/node-7/SD")).isEqualTo(1);
    assertThat(bmc.count("PATCH /redfish/v1/Systems/node-7")).isZero();
  }

  private void await(PowerState wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (driver.state(target) != wanted) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }
}
