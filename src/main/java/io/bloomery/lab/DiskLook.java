package io.bloomery.lab;

import java.nio.file.Path;

/** Looks at a machine's disk from outside. */
final class DiskLook {
  private DiskLook() {}

  /**
   * Whether anything stands in the first MiB, where every partition table begins. {@code -U} reads
   * a disk that a running machine holds.
   */
  static boolean hasPartitionTable(Path disk) {
    HostCommand.Answer look =
        HostCommand.run(
            "qemu-io", "-r", "-U", "-f", "qcow2", "-c", "read -P 0 0 1M", disk.toString());
    String said = look.text() + look.errors();
    if (said.contains("Pattern verification failed")) {
      return true;
    }
    if (!look.ok() || !said.contains("read 1048576/1048576")) {
      throw new LabFailure("qemu-io could not read %s: %s".formatted(disk, said));
    }
    return false;
  }
}
