package io.bloomery.power.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.power.BootDevice;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.secret.TestSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract over the emulator of sushy-tools. Debian does not have it: this runs where {@code
 * BLOOMERY_TEST_SUSHY_TOOLS} names a checkout, and Debian's python3-flask, python3-webob,
 * python3-bcrypt, python3-tenacity, python3-pbr and python3-requests are installed.
 */
@EnabledIfEnvironmentVariable(named = "BLOOMERY_TEST_SUSHY_TOOLS", matches = ".+")
class SushyEmulatorTest extends PowerDriverContract {
  private static final String PORT = "18091";

  private static final String HTPASSWD =
      "import bcrypt; print('admin:' + bcrypt.hashpw(b'password', bcrypt.gensalt(4)).decode())";

  @TempDir static Path directory;
  private static Process emulator;

  @TempDir Path data;
  private RedfishDriver driver;

  @BeforeAll
  static void startEmulator() throws Exception {
    Path accounts = directory.resolve("htpasswd");
    Path configuration = directory.resolve("emulator.conf");
    Process python =
        new ProcessBuilder("/usr/bin/python3", "-c", HTPASSWD)
            .redirectOutput(accounts.toFile())
            .start();
    assertThat(python.waitFor()).isZero();
    Files.writeString(
        configuration,
        """
        SUSHY_EMULATOR_LISTEN_IP = '127.0.0.1'
        SUSHY_EMULATOR_LISTEN_PORT = %s
        SUSHY_EMULATOR_AUTH_FILE = '%s'
        SUSHY_EMULATOR_FAKE_DRIVER = True
        SUSHY_EMULATOR_STATE_DIR = '%s'
        """
            .formatted(PORT, accounts, directory));
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/bin/python3",
            "-m",
            "sushy_tools.emulator.main",
            "--config",
            configuration.toString(),
            "--fake");
    builder.directory(Path.of(System.getenv("BLOOMERY_TEST_SUSHY_TOOLS")).toFile());
    builder.environment().put("PBR_VERSION", "2.2.0");
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    emulator = builder.start();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!Files.readString(directory.resolve("log")).contains("Running on")) {
      assertThat(emulator.isAlive()).as(Files.readString(directory.resolve("log"))).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(200);
    }
  }

  @AfterAll
  static void stopEmulator() throws Exception {
    emulator.destroy();
    emulator.waitFor();
  }

  @BeforeEach
  void start() {
    RedfishSettings settings = new RedfishSettings(Duration.ofSeconds(20), true);
    driver = new RedfishDriver(new Bmcs(settings, TestSecrets.knownCertificates(data)), settings);
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return with("networkBoot", "Pxe");
  }

  @Override
  protected Map<String, String> missingMachine() {
    return with("system", "no-such-system");
  }

  @Override
  protected Map<String, String> absentControl() {
    return with("uri", "https://127.0.0.1:9");
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("networkBoot", with("networkBoot", "Carrier-pigeon"));
  }

  @Test
  void bootsOnce() {
    driver.bootNext(target(), BootDevice.NETWORK, true);
    driver.bootNext(target(), BootDevice.DISK, true);
  }

  private static Map<String, String> with(String setting, String value) {
    Map<String, String> settings = new HashMap<>();
    settings.put("uri", "http://127.0.0.1:" + PORT);
    settings.put("username", "admin");
    settings.put("password", "password");
    settings.put("networkBoot", "Pxe");
    settings.put(setting, value);
    return settings;
  }
}
