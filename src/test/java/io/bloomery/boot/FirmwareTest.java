package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.Bloomery;
import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootNote;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.node.Admission;
import io.bloomery.node.TestAdmission;
import io.bloomery.started.OnlyTheProduct;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Real firmware boots from a real controller, as far as the in-RAM system's kernel. Skipped unless
 * root runs it.
 */
class FirmwareTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<MacAddress> NIC = List.of(FirmwareMachine.MAC);
  private static final Path BOOT_FILES = Path.of("target/boot");
  private final Set<String> seen = new LinkedHashSet<>();
  @TempDir Path directory;
  private NetworkCable cable;
  private ConfigurableApplicationContext controller;

  @BeforeEach
  void plugIn() throws Exception {
    cable = NetworkCable.plug("firm", "10.231.20.1/24", null);
    assumeTrue(
        Files.exists(BOOT_FILES.resolve("shimx64.efi")), "./bloomery ramdisk has not been run");
  }

  @AfterEach
  void cut() {
    if (controller != null) {
      controller.close();
    }
    if (cable != null) {
      cable.close();
    }
  }

  /** To the end: what comes after the kernel is not seen to run on x86 by any other test. */
  @Test
  void biosWithIpxeInItsRom() throws Exception {
    start("ipxe");
    Machines machines = controller.getBean(Machines.class);
    boot(
        cable.switchPort(),
        FirmwareMachine.Kind.BIOS,
        "LOADS initrd.img",
        running -> until(running, () -> machines.byMac(FirmwareMachine.MAC).isPresent()));
    assertThat(machines.byMac(FirmwareMachine.MAC).orElseThrow())
        .extracting(Machine::architecture, Machine::firmware)
        .containsExactly("x86_64", Firmware.BIOS);
    assertThat(steps()).anyMatch(it -> it.startsWith("HAS_ADDRESS 10.231.20.1"));
    assertThat(steps()).contains("HAS_SCRIPT the in-RAM system", "LOADS vmlinuz");
    // iPXE is there already: nothing has to be loaded over TFTP.
    assertThat(steps()).noneMatch(it -> it.startsWith("ASKED_FOR_FILE"));
  }

  @Test
  void uefiOverPxe() throws Exception {
    start("ipxe");
    boot(FirmwareMachine.Kind.UEFI_PXE, "LOADS initrd.img");
    assertThat(steps()).contains("HAS_FILE snponly.efi", "HAS_SCRIPT the in-RAM system");
  }

  @Test
  void uefiOverHttp() throws Exception {
    start("ipxe");
    boot(FirmwareMachine.Kind.UEFI_HTTP, "LOADS initrd.img");
    assertThat(steps()).contains("LOADS ipxe.efi", "HAS_SCRIPT the in-RAM system");
    assertThat(steps()).noneMatch(it -> it.startsWith("ASKED_FOR_FILE"));
  }

  /** To the end: that the in-RAM system of another processor runs was seen nowhere else. */
  @Test
  void arm64OverPxe() throws Exception {
    // Unsigned loaders are for x86 alone, whatever is usual.
    start("ipxe");
    Machines machines = controller.getBean(Machines.class);
    boot(
        cable.switchPort(),
        FirmwareMachine.Kind.ARM64_PXE,
        "HAS_FILE /initrd-arm64.img",
        running -> until(running, () -> machines.byMac(FirmwareMachine.MAC).isPresent()));
    assertThat(machines.byMac(FirmwareMachine.MAC).orElseThrow())
        .extracting(Machine::architecture, Machine::firmware)
        .containsExactly("aarch64", Firmware.UEFI);
    assertThat(steps())
        .contains(
            "HAS_FILE shimaa64.efi",
            "HAS_FILE /grub/grub.cfg",
            "HAS_FILE /grub/arm64.cfg",
            "HAS_SCRIPT the in-RAM system",
            "HAS_FILE /vmlinuz-arm64");
  }

  @Test
  void arm64OverHttp() throws Exception {
    start("ipxe");
    boot(FirmwareMachine.Kind.ARM64_HTTP, "ASKED_FOR_FILE /initrd-arm64.img");
    assertThat(steps()).contains("LOADS http-arm64.efi", "HAS_SCRIPT the in-RAM system");
  }

  @Test
  void uefiWithSecureBoot() throws Exception {
    start("signed");
    boot(FirmwareMachine.Kind.UEFI_SECURE, "HAS_FILE /initrd.img");
    assertThat(steps())
        .contains(
            "HAS_FILE shimx64.efi", "HAS_FILE /grub/grub.cfg", "HAS_SCRIPT the in-RAM system");
  }

  /** The real iPXE and the real GRUB wait until another machine has loaded. */
  @ParameterizedTest
  @CsvSource({"ipxe,BIOS,LOADS initrd.img", "signed,UEFI_SECURE,HAS_FILE /initrd.img"})
  void waitsInLine(String loader, FirmwareMachine.Kind kind, String last) throws Exception {
    start(loader, "--bloomery.admission.ramdisk-loads=1");
    MacAddress other = MacAddress.of("52:54:00:00:00:01");
    MacAddress first = MacAddress.of("52:54:00:00:00:02");
    Admission admission = controller.getBean(Admission.class);
    admission.load(other);
    admission.load(first);
    String tap = cable.switchPort();
    boot(
        tap,
        kind,
        "WAITS place 2",
        machine -> {
          TestAdmission.loaded(admission, first);
          await(machine, "WAITS place 1");
          // Stays in line for more than one question.
          TimeUnit.SECONDS.sleep(5);
          assertThat(steps()).noneMatch(it -> it.startsWith("HAS_SCRIPT"));
          TestAdmission.loaded(admission, other);
          await(machine, last);
        });
    assertThat(steps()).contains("HAS_SCRIPT the in-RAM system");
  }

  @Test
  void secureBootRefusesTheUsualLoader() throws Exception {
    start("ipxe");
    boot(FirmwareMachine.Kind.UEFI_SECURE, "HAS_FILE snponly.efi");
    TimeUnit.SECONDS.sleep(5);
    assertThat(steps()).noneMatch(it -> it.startsWith("HAS_SCRIPT"));
  }

  @Test
  void uefiByAProxyBesideDnsmasq() throws Exception {
    assumeTrue(NetworkCable.installed("dnsmasq"), "dnsmasq-base is not installed");
    start("ipxe", "--bloomery.network.dhcp=proxy");
    String tap = cable.switchPort();
    cable.switchAddress("10.231.20.9/24");
    try (NetworkCable.Running other = OtherDhcp.dnsmasq(cable, directory, "10.231.20")) {
      other.awaitUdpPort(67);
      boot(tap, FirmwareMachine.Kind.UEFI_PXE, "LOADS initrd.img");
    }
    assertThat(steps()).contains("TOLD_FILE boot file snponly.efi", "HAS_SCRIPT the in-RAM system");
  }

  @Test
  void biosByAProxyBesideKea() throws Exception {
    assumeTrue(NetworkCable.installed("kea-dhcp4"), "kea-dhcp4-server is not installed");
    start("ipxe", "--bloomery.network.dhcp=proxy");
    String tap = cable.switchPort();
    cable.switchAddress("10.231.20.9/24");
    try (NetworkCable.Running other = OtherDhcp.kea(cable, directory, "10.231.20")) {
      other.awaitUdpPort(67);
      boot(tap, FirmwareMachine.Kind.BIOS, "LOADS initrd.img");
    }
    assertThat(steps()).contains("HAS_SCRIPT the in-RAM system");
  }

  private void start(String loader, String... more) {
    controller =
        new SpringApplicationBuilder(Bloomery.class)
            .initializers(new OnlyTheProduct())
            .run(
                with(
                    more,
                    "--server.port=0",
                    "--spring.datasource.url=jdbc:h2:mem:firmware;DB_CLOSE_DELAY=0",
                    "--bloomery.data=" + directory.resolve("data"),
                    "--bloomery.boot.http-address=10.231.20.1",
                    "--bloomery.boot.http-port=18081",
                    "--bloomery.boot.files=" + BOOT_FILES,
                    "--bloomery.boot.loader=" + loader,
                    "--bloomery.network.interface=" + cable.here(),
                    "--bloomery.network.subnet=10.231.20.0/24",
                    "--bloomery.network.address=10.231.20.1",
                    "--bloomery.network.dynamic-range=10.231.20.100-10.231.20.199",
                    "--bloomery.network.static-range=10.231.20.10-10.231.20.99"));
  }

  private static String[] with(String[] more, String... usual) {
    return Stream.concat(Stream.of(usual), Stream.of(more)).toArray(String[]::new);
  }

  private void boot(FirmwareMachine.Kind kind, String last) throws Exception {
    boot(cable.switchPort(), kind, last);
  }

  private void boot(String tap, FirmwareMachine.Kind kind, String last) throws Exception {
    boot(tap, kind, last, machine -> {});
  }

  private interface Rest {
    void of(NetworkCable.Running machine) throws Exception;
  }

  private void boot(String tap, FirmwareMachine.Kind kind, String station, Rest rest)
      throws Exception {
    assumeTrue(kind.installed(), kind + ": its emulator or firmware is not installed");
    if (kind.arm()) {
      assumeTrue(
          Files.exists(BOOT_FILES.resolve("shimaa64.efi")), "./bloomery ramdisk arm64 was not run");
    }
    try (NetworkCable.Running machine = FirmwareMachine.start(cable, tap, kind, directory)) {
      await(machine, station);
      rest.of(machine);
    }
  }

  private void await(NetworkCable.Running machine, String station) throws Exception {
    until(machine, () -> steps().contains(station));
  }

  private void until(NetworkCable.Running machine, BooleanSupplier reached) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(machine.isAlive()).as(machine.output()).isTrue();
      assertThat(System.nanoTime())
          .as(() -> steps() + "\n" + FirmwareMachine.console(directory))
          .isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private List<String> steps() {
    return controller.getBean(BootJournal.class).of(NIC).stream().map(FirmwareTest::line).toList();
  }

  private static String line(BootNote note) {
    return note.step() + " " + note.detail();
  }
}
