package io.bloomery.boot;

import io.bloomery.boot.dhcp.BootFile;
import io.bloomery.boot.dhcp.BootFiles;
import io.bloomery.boot.dhcp.PxeRequest;
import io.bloomery.network.NetworkSettings;
import org.springframework.stereotype.Component;

/**
 * Firmware gets a boot loader that suits it: iPXE, or where there is none or Secure Boot is on,
 * GRUB. iPXE, from wherever it came, gets the script.
 */
@Component
class FirmwareFiles implements BootFiles {
  private final NetworkSettings network;
  private final BootSettings boot;
  private final BootLoaders loaders;
  private final BootDirectory files;

  FirmwareFiles(
      NetworkSettings network, BootSettings boot, BootLoaders loaders, BootDirectory files) {
    this.files = files;
    this.loaders = loaders;
    this.network = network;
    this.boot = boot;
  }

  @Override
  public BootFile fileFor(PxeRequest request) {
    if (request.ipxe()) {
      return new BootFile(
          url(
              "/boot/ipxe?mac="
                  + request.mac()
                  + "&arch="
                  + architecture(request)
                  + "&platform="
                  + (request.efi() ? "efi" : "pcbios")));
    }
    // RFC 4578 section 2.1 and the registry that grew from it.
    return switch (request.architecture()) {
      case 0 -> new BootFile("undionly.kpxe");
      case 7, 9 ->
          new BootFile(
              loaders.of(request.mac()) == BootLoader.SIGNED ? "shimx64.efi" : "snponly.efi");
      case 16 -> new BootFile(url("/boot/file/ipxe.efi"));
      // Debian's iPXE is for x86 alone; the signed GRUB boots with Secure Boot and without it.
      case 11 -> arm64("shimaa64.efi", "shimaa64.efi");
      case 19 -> arm64(HttpGrub.NAME, url("/boot/file/" + HttpGrub.NAME));
      default ->
          BootFile.none("architecture " + request.architecture() + " has no boot loader here");
    };
  }

  /** Whoever has no such machines need not have their files. */
  private BootFile arm64(String name, String location) {
    return files.has(name)
        ? new BootFile(location)
        : BootFile.none(
            "ARM64 firmware asks, and there is no "
                + name
                + " in bloomery.boot.files (expected: what `./bloomery ramdisk arm64` makes)");
  }

  /**
   * In iPXE's words, as its own {@code ${buildarch}} would say; its BIOS build is a 32-bit program.
   */
  private static String architecture(PxeRequest request) {
    return switch (request.architecture()) {
      case 7, 9, 16 -> "x86_64";
      case 11, 19 -> "arm64";
      default -> "i386";
    };
  }

  private String url(String path) {
    return "http://" + network.address() + ":" + boot.httpPort() + path;
  }
}
