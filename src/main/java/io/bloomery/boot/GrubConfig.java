package io.bloomery.boot;

/**
 * An answer in GRUB's language, for machines with Secure Boot: Debian's signed GRUB reads {@code
 * /grub/grub.cfg} by TFTP, and kernel and in-RAM system too, since it has no HTTP. What it refuses
 * to start there, an unsigned kernel for one, it says on the machine's screen.
 */
final class GrubConfig {
  static final String PATH = "grub/grub.cfg";

  /** A failed download asks for a fresh file, because the token in this one may have ended. */
  private static final String RAM_SYSTEM =
      """
      set timeout=0
      if linux /vmlinuz %s; then
        if initrd /initrd.img; then boot; fi
      fi
      sleep 5
      configfile /grub/grub.cfg
      """;

  /**
   * The first of these files asks for the next ones, which only say their place and end: files that
   * each asked for the next would pile up in GRUB's memory. Other answers end the loop by booting.
   */
  private static final String WAIT =
      """
      echo "Bloomery: place %d in line for the in-RAM system"
      pause=%d
      if [ "$in_line" != yes ]; then
        in_line=yes
        while true; do
          sleep $pause
          source /grub/grub.cfg
        done
      fi
      """;

  /** As local.efi does; only a loader that is signed too is started. */
  private static final String LOCAL_DISK =
      """
      set timeout=0
      search --no-floppy --file /EFI/BOOT/BOOTX64.EFI --set=root
      chainloader /EFI/BOOT/BOOTX64.EFI
      boot
      exit
      """;

  private static final String NOTHING =
      """
      echo "%s"
      sleep 30
      exit
      """;

  private GrubConfig() {}

  static String of(BootRequest request, BootAnswer answer) {
    if (answer instanceof BootAnswer.RamSystem system) {
      return RAM_SYSTEM.formatted(KernelArguments.of(request, system));
    }
    if (answer instanceof BootAnswer.Wait wait) {
      return WAIT.formatted(wait.place(), wait.seconds());
    }
    if (answer instanceof BootAnswer.LocalDisk) {
      return LOCAL_DISK;
    }
    return NOTHING.formatted(answer.words().replaceAll("[^A-Za-z0-9 .:,()-]", "?"));
  }
}
