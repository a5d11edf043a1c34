package io.bloomery.boot;

import io.bloomery.machine.MacAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A virtual machine with real firmware at the far end of a cable, without a disk. Processors are
 * emulated, since not every host lets tests use its own.
 */
final class FirmwareMachine {
  enum Kind {
    /** SeaBIOS, and the iPXE ROM of QEMU's network card. */
    BIOS("qemu-system-x86_64", "pc", ""),
    /** OVMF's own PXE client. */
    UEFI_PXE("qemu-system-x86_64", "q35", "OVMF/OVMF_%s_4M.fd"),
    /** OVMF that boots over HTTP only. */
    UEFI_HTTP("qemu-system-x86_64", "q35", "OVMF/OVMF_%s_4M.fd"),
    /** OVMF with Microsoft's keys and Secure Boot on. */
    UEFI_SECURE("qemu-system-x86_64", "q35,smm=on", "OVMF/OVMF_%s_4M.ms.fd"),
    /** The PXE client of UEFI on an ARM64 processor. */
    ARM64_PXE("qemu-system-aarch64", "virt", "AAVMF/AAVMF_%s.fd"),
    /** … that boots over HTTP only. */
    ARM64_HTTP("qemu-system-aarch64", "virt", "AAVMF/AAVMF_%s.fd"),
    /** … with Microsoft's keys and Secure Boot on. */
    ARM64_SECURE("qemu-system-aarch64", "virt", "AAVMF/AAVMF_%s.ms.fd");

    private final String emulator;
    private final String machine;
    private final String firmware;

    Kind(String emulator, String machine, String firmware) {
      this.emulator = emulator;
      this.machine = machine;
      this.firmware = firmware;
    }

    boolean arm() {
      return machine.equals("virt");
    }

    private boolean http() {
      return this == UEFI_HTTP || this == ARM64_HTTP;
    }

    private Path part(String name) {
      return Path.of("/usr/share", firmware.formatted(name));
    }

    boolean installed() {
      return NetworkCable.installed(emulator) && (this == BIOS || Files.exists(part("VARS")));
    }
  }

  static final MacAddress MAC = MacAddress.of("52:54:00:17:17:01");

  private FirmwareMachine() {}

  /** Switches it on; {@link #MAC} is its NIC's address. */
  static NetworkCable.Running start(NetworkCable cable, String tap, Kind kind, Path directory)
      throws IOException {
    return start(cable, tap, kind, MAC, directory);
  }

  /**
   * Switches it on.
   *
   * @param directory for its variable store and its serial console's output
   */
  static NetworkCable.Running start(
      NetworkCable cable, String tap, Kind kind, MacAddress mac, Path directory)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(kind.emulator, "-accel", "tcg"));
    command.addAll(List.of("-machine", kind.machine, "-m", "1024"));
    command.addAll(List.of("-display", "none", "-monitor", "none"));
    command.addAll(List.of("-serial", "file:" + directory.resolve("console.log")));
    if (kind.arm()) {
      command.addAll(List.of("-cpu", "cortex-a57"));
    }
    if (kind != Kind.BIOS) {
      Path variables = directory.resolve("variables.fd");
      Files.copy(kind.part("VARS"), variables);
      command.addAll(flash("readonly=on,file=" + kind.part("CODE")));
      command.addAll(flash("file=" + variables));
      command.addAll(off("IPv6PXESupport"));
      if (kind.http()) {
        command.addAll(off("IPv4PXESupport"));
      }
    }
    if (kind == Kind.UEFI_SECURE) {
      command.addAll(List.of("-global", "driver=cfi.pflash01,property=secure,value=on"));
    }
    command.addAll(List.of("-netdev", "tap,id=n0,ifname=" + tap + ",script=no,downscript=no"));
    // No ROM for UEFI: QEMU's is iPXE, and it is the firmware's own client that is to be tried.
    String rom = kind == Kind.BIOS ? "" : ",romfile=";
    command.addAll(List.of("-device", "virtio-net-pci,netdev=n0,bootindex=1,mac=" + mac + rom));
    command.addAll(List.of("-device", "virtio-rng-pci"));
    return cable.there(command.toArray(String[]::new));
  }

  /** What it has said so far. */
  static String console(Path directory) {
    try {
      return Files.readString(directory.resolve("console.log"), StandardCharsets.ISO_8859_1);
    } catch (IOException none) {
      return "";
    }
  }

  private static List<String> flash(String rest) {
    return List.of("-drive", "if=pflash,format=raw," + rest);
  }

  private static List<String> off(String feature) {
    return List.of("-fw_cfg", "name=opt/org.tianocore/" + feature + ",string=n");
  }
}
