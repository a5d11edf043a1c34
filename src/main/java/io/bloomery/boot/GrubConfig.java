package io.bloomery.boot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer in GRUB's language, for machines with Secure Boot and for ARM64: Debian's signed GRUB
 * reads {@code /grub/grub.cfg} by TFTP, and kernel and in-RAM system too, since it has no HTTP.
 * What it refuses to start there, an unsigned kernel for one, it says on the machine's screen.
 */
final class GrubConfig {
  /** What GRUB asks for by itself. */
  static final String FIRST = "grub/grub.cfg";

  /** By the name of the next file it says which processor it was built for. */
  static final String ASK_AGAIN =
      """
      configfile /grub/$grub_cpu.cfg
      """;

  private static final Pattern PATH = Pattern.compile("grub/([a-z0-9_]{1,16})\\.cfg");

  /** A failed download asks for a fresh file, because the token in this one may have ended. */
  private static final String RAM_SYSTEM =
      """
      set timeout=0
      if linux /%s %s; then
        if initrd /%s; then boot; fi
      fi
      sleep 5
      configfile /grub/$grub_cpu.cfg
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
          source /grub/$grub_cpu.cfg
        done
      fi
      """;

  /** As local.efi does; only a loader that is signed too is started. */
  private static final String LOCAL_DISK =
      """
      set timeout=0
      search --no-floppy --file /EFI/BOOT/%1$s --set=root
      chainloader /EFI/BOOT/%1$s
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

  /** The processor whose configuration a file is. */
  static Optional<String> processor(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static String of(BootRequest request, BootAnswer answer) {
    if (answer instanceof BootAnswer.RamSystem system) {
      Architecture architecture = system.architecture();
      return RAM_SYSTEM.formatted(
          architecture.kernel(), KernelArguments.of(request, system), architecture.ramSystem());
    }
    if (answer instanceof BootAnswer.Wait wait) {
      return WAIT.formatted(wait.place(), wait.seconds());
    }
    Architecture architecture = request.system().orElse(null);
    if (answer instanceof BootAnswer.LocalDisk && architecture != null) {
      return LOCAL_DISK.formatted(architecture.diskLoader());
    }
    return NOTHING.formatted(answer.words().replaceAll("[^A-Za-z0-9 .:,()-]", "?"));
  }
}
