package io.bloomery.boot;

import static io.bloomery.boot.Alteration.NONE;
import static io.bloomery.boot.Alteration.TRANSACTION;
import static io.bloomery.boot.Alteration.VENDOR_CLASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same where another server gives the addresses: what the proxy says is looked at as well. */
class FirmwareProxyRefusalTest {
  private static final String NETWORK = "10.231.22";
  @TempDir Path directory;
  private FirmwareWire network;

  private interface Server {
    NetworkCable.Running start(NetworkCable cable, Path directory, String network) throws Exception;
  }

  @BeforeEach
  void plugIn() throws Exception {
    network = FirmwareWire.plug("fprx", NETWORK, directory, "--bloomery.network.dhcp=proxy");
  }

  @AfterEach
  void cut() throws Exception {
    if (network != null) {
      network.close();
    }
  }

  /** The offer brings OVMF to port 4011; there it takes no answer to another question. */
  @Test
  void uefiBesideDnsmasq() throws Exception {
    assumeTrue(NetworkCable.installed("dnsmasq"), "dnsmasq-base is not installed");
    FirmwareWire.Plugged misled =
        bootsOnlyIfRight(
            FirmwareMachine.Kind.UEFI_PXE,
            List.of(NONE, TRANSACTION),
            VENDOR_CLASS,
            OtherDhcp::dnsmasq);
    assertThat(misled.steps()).noneMatch(step -> step.contains("boot file snponly.efi"));
  }

  /** iPXE waits for a proxy's offer once. */
  @Test
  void biosBesideKea() throws Exception {
    assumeTrue(NetworkCable.installed("kea-dhcp4"), "kea-dhcp4-server is not installed");
    bootsOnlyIfRight(FirmwareMachine.Kind.BIOS, List.of(), TRANSACTION, OtherDhcp::kea);
  }

  private FirmwareWire.Plugged bootsOnlyIfRight(
      FirmwareMachine.Kind kind, List<Alteration> answers, Alteration always, Server server)
      throws Exception {
    assumeTrue(kind.installed(), kind + ": its emulator or firmware is not installed");
    FirmwareWire.Plugged misled = network.plugIn(kind, List.of(), always);
    FirmwareWire.Plugged deceived = network.plugIn(kind, answers, NONE);
    misled.cable.switchAddress(NETWORK + ".9/24");
    try (NetworkCable.Running other = server.start(misled.cable, directory, NETWORK)) {
      other.awaitUdpPort(67);
      misled.start();
      deceived.start();
      misled.await("ASKED_FOR_ADDRESS");
      deceived.await("HAS_SCRIPT");
      TimeUnit.SECONDS.sleep(2);
    }
    assertThat(misled.answers()).isPositive();
    assertThat(misled.steps()).noneMatch(step -> step.startsWith("HAS_SCRIPT"));
    return misled;
  }
}
