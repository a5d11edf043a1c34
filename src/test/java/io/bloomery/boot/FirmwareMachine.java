package io.bloomery.boot;

import java.io.IOException;
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
    BIOS,
    /** OVMF's own PXE client. */
    UEFI_PXE,
    /** OVMF that boots over HTTP only. */
    UEFI_HTTP,
    /** OVMF with Microsoft's keys and Secure Boot on. */
    UEFI_SECURE
  }

  static final String MAC = "52:54:00:17:17:01";
  private static final Path OVMF = Path.of("/usr/share/OVMF");

  private FirmwareMachine() {}

  static boolean installed(Kind kind) {
    return NetworkCable.installed("qemu-system-x86_64")
        && (kind == Kind.BIOS || Files.exists(OVMF.resolve("OVMF_CODE_4M.ms.fd")));
  }

  /**
   * Switches it on.
   *
   * @param directory for its variable store and its serial console's output
   */
  static NetworkCable.Running start(NetworkCable cable, String tap, Kind kind, Path directory)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "tcg"));
    command.addAll(List.of("-m", "1024", "-display", "none", "-monitor", "none"));
    command.addAll(List.of("-serial", "file:" + console(directory)));
    boolean secure = kind == Kind.UEFI_SECURE;
    command.addAll(List.of("-machine", kind == Kind.BIOS ? "pc" : secure ? "q35,smm=on" : "q35"));
    if (kind != Kind.BIOS) {
      String keys = secure ? ".ms" : "";
      Path variables = directory.resolve("variables.fd");
      Files.copy(OVMF.resolve("OVMF_VARS_4M" + keys + ".fd"), variables);
      command.addAll(
          List.of(
              "-drive",
              "if=pflash,format=raw,readonly=on,file="
                  + OVMF.resolve("OVMF_CODE_4M" + keys + ".fd"),
              "-drive",
              "if=pflash,format=raw,file=" + variables));
      command.addAll(off("IPv6PXESupport"));
      if (kind == Kind.UEFI_HTTP) {
        command.addAll(off("IPv4PXESupport"));
      }
    }
    if (secure) {
      command.addAll(List.of("-global", "driver=cfi.pflash01,property=secure,value=on"));
    }
    command.addAll(List.of("-netdev", "tap,id=n0,ifname=" + tap + ",script=no,downscript=no"));
    // No ROM for UEFI: QEMU's is iPXE, and it is the firmware's own client that is to be tried.
    String rom = kind == Kind.BIOS ? "" : ",romfile=";
    command.addAll(List.of("-device", "virtio-net-pci,netdev=n0,bootindex=1,mac=" + MAC + rom));
    command.addAll(List.of("-device", "virtio-rng-pci"));
    return cable.there(command.toArray(String[]::new));
  }

  static Path console(Path directory) {
    return directory.resolve("console.log");
  }

  private static List<String> off(String feature) {
    return List.of("-fw_cfg", "name=opt/org.tianocore/" + feature + ",string=n");
  }
}
