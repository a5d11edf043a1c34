package io.bloomery.boot;

import io.bloomery.machine.Firmware;

/** An answer in iPXE's language. */
final class IpxeScript {
  private static final String ASK_AGAIN =
      """
      #!ipxe
      chain --replace %s/boot/ipxe?mac=${netX/mac}&uuid=${uuid}&arch=${buildarch}&platform=${platform}&serial=${serial:uristring}
      """;

  /**
   * {@code initrd=} is how the kernel's EFI stub finds its initrd in iPXE. A failed download asks
   * for a fresh script, because the token in this one may have ended by then.
   */
  private static final String RAM_SYSTEM =
      """
      #!ipxe
      kernel %s initrd=%s %s || goto again
      initrd %s || goto again
      boot || goto again
      :again
      sleep 5
      chain --replace %s/boot/ipxe?mac=%s&platform=${platform}&arch=${buildarch}
      """;

  /** While the controller is away it stays in line. */
  private static final String WAIT =
      """
      #!ipxe
      :again
      echo Bloomery: place %d in line for the in-RAM system
      sleep %d
      chain --replace %s/boot/ipxe?mac=%s&platform=${platform}&arch=${buildarch} || goto again
      """;

  /**
   * Going back to the BIOS is not safe: some then try the network again. SeaBIOS goes on to the
   * disk, and its boot loader reads three times as fast without iPXE's disk driver in between.
   */
  private static final String BIOS_DISK =
      """
      #!ipxe
      iseq ${manufacturer} QEMU && exit ||
      sanboot --no-describe --drive 0x80 || exit
      """;

  /**
   * iPXE's own exit ends in the set-up screen of some firmware, so a small boot loader goes to the
   * disk instead.
   */
  private static final String UEFI_DISK =
      """
      #!ipxe
      chain %s || exit
      """;

  /** For a processor there is no boot loader for. */
  private static final String EXIT =
      """
      #!ipxe
      exit
      """;

  private static final String NO_SYSTEM =
      """
      #!ipxe
      echo Bloomery: %s
      sleep 30
      exit
      """;

  private IpxeScript() {}

  /** The script; a refusal has none. */
  static String of(BootRequest request, BootAnswer answer) {
    if (answer instanceof BootAnswer.AskAgain) {
      return ASK_AGAIN.formatted(request.url());
    }
    if (answer instanceof BootAnswer.RamSystem system) {
      String ramSystem = system.architecture().ramSystem();
      return RAM_SYSTEM.formatted(
          request.fileUrl(system.architecture().kernel()),
          ramSystem,
          KernelArguments.of(request, system),
          request.fileUrl(ramSystem),
          request.url(),
          request.mac());
    }
    if (answer instanceof BootAnswer.Wait wait) {
      return WAIT.formatted(wait.place(), wait.seconds(), request.url(), request.mac());
    }
    if (answer instanceof BootAnswer.LocalDisk) {
      return request.firmware() == Firmware.UEFI
          ? request
              .system()
              .map(architecture -> UEFI_DISK.formatted(request.fileUrl(architecture.local())))
              .orElse(EXIT)
          : BIOS_DISK;
    }
    if (answer instanceof BootAnswer.NoSystem) {
      return NO_SYSTEM.formatted(answer.words());
    }
    throw new IllegalArgumentException("answer: " + answer + " (expected: one with a script)");
  }
}
