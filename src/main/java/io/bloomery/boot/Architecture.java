package io.bloomery.boot;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Processors that the in-RAM system can be built for, and what of it is each one's. */
enum Architecture {
  /** A BIOS build of iPXE calls itself i386 on 64-bit processors too. */
  X86_64("", "BOOTX64.EFI", "console=ttyS0,115200", Set.of("x86_64", "i386")),
  /**
   * Arm's servers have their console at ttyAMA0. Where there is none it is the screen: without any
   * console the in-RAM system's init does not start.
   */
  ARM64(
      "-arm64", "BOOTAA64.EFI", "console=tty0 console=ttyAMA0,115200", Set.of("arm64", "aarch64"));

  private final String suffix;
  private final String diskLoader;
  private final String console;
  private final Set<String> names;

  Architecture(String suffix, String diskLoader, String console, Set<String> names) {
    this.suffix = suffix;
    this.diskLoader = diskLoader;
    this.console = console;
    this.names = names;
  }

  /** By the name that iPXE, GRUB or Linux gives it. */
  static Optional<Architecture> of(String name) {
    return Stream.of(values()).filter(it -> it.names.contains(name)).findFirst();
  }

  String kernel() {
    return "vmlinuz" + suffix;
  }

  String ramSystem() {
    return "initrd" + suffix + ".img";
  }

  /** The small boot loader that goes to the disk, for iPXE. */
  String local() {
    return "local" + suffix + ".efi";
  }

  /** What UEFI firmware starts from a disk it knows nothing about (UEFI 2.10 section 3.5.1.1). */
  String diskLoader() {
    return diskLoader;
  }

  /** The kernel's console, in its own words. */
  String console() {
    return console;
  }
}
