package io.bloomery.power.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.TestSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that nobody here wrote, python3-sushy and redfishtool, take the emulator for a Redfish
 * service, and see there what the driver did.
 */
class RedfishToolsTest {
  /** Debian's, whatever else is in the path: it has sushy. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String SUSHY =
      """
      import sys, time, sushy, urllib3
      urllib3.disable_warnings()
      uri, user, password, verb = sys.argv[1:5]
      root = sushy.Sushy(uri, username=user, password=password, verify=False)
      system = root.get_system_collection().get_members()[0]
      if verb == 'show':
          boot = system.boot
          print(system.power_state.value, boot.target.value, boot.enabled.value, boot.mode.value)
      else:
          system.set_system_boot_options(
              target=sushy.BootSource.HDD, enabled=sushy.BootSourceOverrideEnabled.ONCE)
          system.reset_system(sushy.ResetType.ON)
          print('done')
      """;

  @TempDir Path data;
  private RedfishEmulator bmc;
  private RedfishDriver driver;
  private PowerTarget target;

  @BeforeEach
  void start() throws Exception {
    bmc = new RedfishEmulator(TestCertificate.make(data), 0);
    RedfishSettings settings = new RedfishSettings(Duration.ofSeconds(5), true);
    driver = new RedfishDriver(new Bmcs(settings, TestSecrets.knownCertificates(data)), settings);
    target = new PowerTarget("m1", bmc.settings());
  }

  @AfterEach
  void stop() {
    driver.stop();
    bmc.close();
  }

  @Test
  void sushySeesWhatTheDriverDid() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/sushy")),
        "python3-sushy is not installed");
    assertThat(sushy("show")).isEqualTo("Off None Disabled UEFI");
    driver.bootNext(target, BootDevice.NETWORK, false);
    turn(PowerState.ON);
    assertThat(sushy("show")).isEqualTo("On Pxe Once Legacy");
    assertThat(bmc.passes)
        .as("sushy signs in as the driver does")
        .noneMatch(p -> p.startsWith("B"));
  }

  @Test
  void theDriverSeesWhatSushyDid() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/sushy")),
        "python3-sushy is not installed");
    assertThat(driver.state(target)).isEqualTo(PowerState.OFF);
    assertThat(sushy("act")).isEqualTo("done");
    await(PowerState.ON);
    assertThat(bmc.boot).containsEntry("BootSourceOverrideTarget", "Hdd");
  }

  @Test
  void redfishtoolSeesWhatTheDriverDid() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/redfishtool")), "redfishtool is not installed");
    turn(PowerState.ON);
    assertThat(redfishtool("Systems", "-1")).contains("\"PowerState\": \"On\"");
    redfishtool("Systems", "-1", "reset", "ForceOff");
    await(PowerState.OFF);
  }

  private void turn(PowerState state) throws InterruptedException {
    if (state == PowerState.ON) {
      driver.turnOn(target);
    } else {
      driver.turnOff(target);
    }
    await(state);
  }

  private void await(PowerState wanted) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (driver.state(target) != wanted) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private String sushy(String verb) throws Exception {
    return run(
        List.of(
            PYTHON, "-c", SUSHY, bmc.uri(), RedfishEmulator.USER, RedfishEmulator.PASSWORD, verb));
  }

  private String redfishtool(String... words) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("redfishtool", "-r", "127.0.0.1:" + bmc.port(), "-S", "Always"));
    command.addAll(
        List.of("-u", RedfishEmulator.USER, "-p", RedfishEmulator.PASSWORD, "-A", "Session"));
    command.addAll(List.of(words));
    return run(command);
  }

  private String run(List<String> command) throws Exception {
    Path out = Files.createTempFile(data, "tool", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("PYTHONWARNINGS", "ignore");
    // It would win over verify=False.
    builder.environment().keySet().removeAll(List.of("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"));
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(out, StandardCharsets.UTF_8).strip();
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
