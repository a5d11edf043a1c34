package io.bloomery.power.libvirt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.machine.MacAddress;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.secret.TestSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on libvirt's own mock hypervisor, which lives in the client library and needs no
 * daemon.
 */
class LibvirtTestHostTest extends PowerDriverContract {
  private static final String HOST = "test:///default";

  @TempDir static Path data;

  private LibvirtDriver driver;

  @BeforeAll
  static void needsLibvirt() {
    assumeTrue(Libvirtd.libraryInstalled(), "libvirt0 is not installed");
  }

  @BeforeEach
  void driver0() {
    LibvirtSettings settings = new LibvirtSettings(List.of(HOST), Duration.ofSeconds(10), false);
    driver = new LibvirtDriver(new LibvirtHosts(settings, TestSecrets.controllerKey(data)));
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return Map.of("uri", HOST, "domain", "test");
  }

  @Override
  protected Map<String, String> missingMachine() {
    return Map.of("uri", HOST, "domain", "no-such-domain");
  }

  @Override
  protected Map<String, String> absentControl() {
    return Map.of("uri", "qemu+unix:///system?socket=" + data.resolve("nobody"), "domain", "test");
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("uri", Map.of("uri", "qemu+ext:///system?command=/bin/sh", "domain", "test"));
  }

  @Override
  protected MacAddress mac() {
    return null; // its only domain has no NIC
  }
}
