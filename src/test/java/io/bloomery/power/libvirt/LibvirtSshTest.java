package io.bloomery.power.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.secret.ControllerKey;
import io.bloomery.secret.TestSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract over SSH: the controller's key, the line it tells operators to add, the host's key
 * checked.
 */
@ExtendWith(WithLibvirtd.class)
class LibvirtSshTest extends PowerDriverContract {
  @TempDir static Path parent;

  private static SshHost host;
  private static ControllerKey key;
  private static LibvirtDriver driver;

  @BeforeAll
  static void connect(Libvirtd libvirtd) throws Exception {
    key = TestSecrets.controllerKey(parent.resolve("it's data")); // a path as people have them
    host = new SshHost(libvirtd, parent.resolve("host"), key.authorizedKeysLine());
    Files.writeString(key.knownHosts(), host.knownHostsLine());
    driver = driver(key, false);
  }

  @AfterAll
  static void stop() throws Exception {
    if (host != null) {
      host.stop();
    }
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return Map.of("uri", host.uri(), "domain", Libvirtd.DOMAIN);
  }

  @Override
  protected Map<String, String> missingMachine() {
    return Map.of("uri", host.uri(), "domain", "tiny-2");
  }

  @Override
  protected Map<String, String> absentControl() {
    return Map.of("uri", "qemu+ssh://root@127.0.0.1:9/system", "domain", Libvirtd.DOMAIN);
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry(
        "uri", Map.of("uri", "qemu+ssh://root@host/system?command=/bin/sh", "domain", "x"));
  }

  @Override
  protected MacAddress mac() {
    return MacAddress.of(Libvirtd.MAC);
  }

  @Test
  void refusesAHostWhoseKeyChanged() throws Exception {
    ControllerKey stranger = keyAdmittedByTheHost("changed");
    Files.writeString(stranger.knownHosts(), host.knownHostsLine(host.anotherKey()));
    for (boolean trustOnFirstUse : new boolean[] {false, true}) {
      LibvirtDriver strict = driver(stranger, trustOnFirstUse);
      assertThatThrownBy(() -> strict.state(target()))
          .isInstanceOf(FinalFailure.class)
          .hasMessageContaining("Host key verification failed")
          .hasMessageContaining("known_hosts")
          .message()
          .isNot(new Condition<>(text -> text.contains("\n"), "several lines"));
    }
  }

  @Test
  void refusesAHostItWasNotToldOf() throws Exception {
    LibvirtDriver strict = driver(keyAdmittedByTheHost("strict"), false);
    assertThatThrownBy(() -> strict.state(target()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("Host key verification failed");
  }

  @Test
  void keepsTheKeyOfANewHostIfToldToTrustAtFirst() throws Exception {
    ControllerKey fresh = keyAdmittedByTheHost("trusting");
    assertThat(driver(fresh, true).state(target())).isIn(PowerState.ON, PowerState.OFF);
    assertThat(Files.readString(fresh.knownHosts())).contains(host.knownHostsLine().strip());
  }

  @Test
  void saysWhatToDoWhenTheHostDoesNotKnowTheController() throws Exception {
    ControllerKey unknown = TestSecrets.controllerKey(parent.resolve("unknown"));
    Files.writeString(unknown.knownHosts(), host.knownHostsLine());
    LibvirtDriver stranger = driver(unknown, false);
    assertThatThrownBy(() -> stranger.state(target()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("Permission denied")
        .hasMessageContaining("Add the controller's SSH key to authorized_keys");
  }

  @Test
  void theKeyOpensNothingButLibvirt() throws Exception {
    ControllerKey unrestricted = TestSecrets.controllerKey(parent.resolve("unrestricted"));
    Files.writeString(unrestricted.knownHosts(), host.knownHostsLine());
    driver(unrestricted, false);
    host.admit(unrestricted.publicLine());

    assertThat(whatRunsFor(unrestricted))
        .as("a key without the options of our line")
        .contains("uid=0");
    assertThat(whatRunsFor(key)).doesNotContain("uid=");
  }

  private static String whatRunsFor(ControllerKey key) throws IOException {
    String ssh = key.privateFile().resolveSibling("libvirt-ssh").toString();
    Process shell =
        new ProcessBuilder(
                ssh,
                "-i",
                key.privateFile().toString(),
                "-p",
                String.valueOf(host.port()),
                "root@127.0.0.1",
                "id")
            .start();
    shell.getOutputStream().close();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void goesOnWhenTheConnectionWasCut() {
    PowerState before = control().state(target());
    host.cutConnections();
    assertThat(control().state(target())).isEqualTo(before);
  }

  private static ControllerKey keyAdmittedByTheHost(String name) throws IOException {
    ControllerKey made = TestSecrets.controllerKey(parent.resolve(name));
    host.admit(made.authorizedKeysLine());
    return made;
  }

  private static LibvirtDriver driver(ControllerKey key, boolean trustOnFirstUse) {
    LibvirtSettings settings =
        new LibvirtSettings(List.of(host.uri()), Duration.ofSeconds(15), trustOnFirstUse);
    return new LibvirtDriver(new LibvirtHosts(settings, key));
  }
}
