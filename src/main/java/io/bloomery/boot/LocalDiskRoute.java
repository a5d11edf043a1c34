package io.bloomery.boot;

import io.bloomery.machine.BootTarget;
import io.bloomery.machine.Firmware;
import java.util.Optional;

/**
 * A deployed machine keeps the network first in its boot order for ever and is sent on to its disk.
 */
class LocalDiskRoute implements BootRoute {
  /**
   * Going back to the BIOS is not safe: some then try the network again. SeaBIOS goes on to the
   * disk, and its boot loader reads three times as fast without iPXE's disk driver in between.
   */
  private static final String BIOS =
      """
      #!ipxe
      iseq ${manufacturer} QEMU && exit ||
      sanboot --no-describe --drive 0x80 || exit
      """;

  /**
   * iPXE's own exit ends in the set-up screen of some firmware, so a small boot loader goes to the
   * disk instead.
   */
  private static final String UEFI =
      """
      #!ipxe
      chain %s || exit
      """;

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    return request
        .machine()
        .filter(machine -> machine.bootTarget() == BootTarget.LOCAL)
        .map(
            machine ->
                request.firmware() == Firmware.UEFI
                    ? UEFI.formatted(request.fileUrl("local.efi"))
                    : BIOS)
        .map(BootAnswer::script);
  }

  @Override
  public String offers() {
    return "to boot from its own disk";
  }
}
