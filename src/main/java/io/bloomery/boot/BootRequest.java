package io.bloomery.boot;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import java.util.Optional;

/**
 * A machine's boot loader asks what to do.
 *
 * @param mac the NIC it asks through, or null if it did not say
 * @param platform {@code pcbios} or {@code efi} as iPXE says it, or null
 * @param architecture as iPXE says it, {@code i386}, {@code x86_64}, {@code arm64}; or null
 * @param asker the address the question came from
 * @param url where the controller was reached, {@code http://10.17.17.1:8081}
 * @param machine the machine with this NIC, if it is known
 */
record BootRequest(
    MacAddress mac,
    String platform,
    String architecture,
    String asker,
    String url,
    Optional<Machine> machine) {

  /** Which in-RAM system is its; empty if there is none for such processors. */
  Optional<Architecture> system() {
    // iPXE started by hand may not say.
    return architecture == null ? Optional.of(Architecture.X86_64) : Architecture.of(architecture);
  }

  /** What the boot loader says goes before what was recorded: firmware settings can be changed. */
  Firmware firmware() {
    if (platform != null) {
      return platform.equals("efi") ? Firmware.UEFI : Firmware.BIOS;
    }
    return machine.map(Machine::firmware).orElse(Firmware.BIOS);
  }

  String fileUrl(String name) {
    return url + "/boot/file/" + name;
  }
}
