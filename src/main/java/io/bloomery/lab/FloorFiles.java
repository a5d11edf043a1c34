package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The files a floor measurement needs, where QEMU's user can read them. */
final class FloorFiles {
  private static final Path DIRECTORY = Remains.DIRECTORY.resolve("floor");

  private final Path kernel = DIRECTORY.resolve("vmlinuz");
  private final Path initrd = DIRECTORY.resolve("initrd.img");
  private final Path image = DIRECTORY.resolve("image.raw");

  private FloorFiles() {}

  static FloorFiles prepare(Path home) {
    FloorFiles files = new FloorFiles();
    try {
      Files.createDirectories(DIRECTORY);
      shell("cp '%s/target/boot/vmlinuz' '%s'".formatted(home, files.kernel));
      // A kernel unpacks one archive after the other; the later init replaces the earlier one.
      shell(
          """
          set -e
          work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
          cp '%1$s/src/main/lab/floor-init' "$work/init"; chmod 755 "$work/init"
          (cd "$work"; echo init | cpio --quiet -o -H newc >"$work.cpio")
          cat '%1$s/target/boot/initrd.img' >'%2$s'
          size=$(stat -c %%s '%2$s'); truncate -s $(( (size + 511) / 512 * 512 )) '%2$s'
          cat "$work.cpio" >>'%2$s'; rm "$work.cpio"
          """
              .formatted(home, files.initrd));
      shell(
          "zstd -q -d -f --sparse '%s/target/image/debian-12.raw.zst' -o '%s'"
              .formatted(home, files.image));
      return files;
    } catch (IOException e) {
      throw new LabFailure("the floor's files could not be made", e);
    }
  }

  DomainXml.Boot copying() {
    return new DomainXml.Boot.FromKernel(
        kernel, initrd, "console=ttyS0,115200 quiet security=none mitigations=off", List.of(image));
  }

  /** The same kind of seed as the controller's: name, network by MAC address, report at the end. */
  DomainXml.Boot firstBoot(LabMachine twin, String address, int reportPort) {
    Path seed = DIRECTORY.resolve(twin.name() + ".seed");
    try {
      Path files = Files.createTempDirectory("bloomery-lab-seed");
      Files.writeString(
          files.resolve("meta-data"),
          "instance-id: \"floor-%s\"\nlocal-hostname: \"%s\"\n"
              .formatted(twin.number(), twin.name()));
      Files.writeString(
          files.resolve("user-data"),
          """
          #cloud-config
          phone_home:
            url: "http://%s:%d/"
            post: [pub_key_ed25519, instance_id, hostname]
            tries: 10
          """
              .formatted(LabNetwork.CONTROLLER, reportPort));
      Files.writeString(files.resolve("vendor-data"), "#cloud-config\nssh_pwauth: false\n");
      Files.writeString(
          files.resolve("network-config"),
          """
          version: 2
          ethernets:
            eth0:
              match:
                macaddress: "%s"
              set-name: eth0
              addresses:
                - %s/24
          """
              .formatted(twin.mac(), address));
      shell(
          """
          set -e
          rm -f '%1$s'; truncate -s 1M '%1$s'
          mformat -i '%1$s' -v CIDATA -T 2048 -h 16 -s 32 ::
          mcopy -i '%1$s' '%2$s'/* ::
          rm -r '%2$s'
          """
              .formatted(seed, files));
    } catch (IOException e) {
      throw new LabFailure("the floor's seed could not be made", e);
    }
    return new DomainXml.Boot.FromDisk(List.of(seed));
  }

  void delete() {
    shell("rm -rf '%s'".formatted(DIRECTORY));
  }

  private static void shell(String script) {
    HostCommand.must(Duration.ofMinutes(5), "sh", "-c", script);
  }
}
