package io.bloomery.node;

import io.bloomery.image.Image;
import io.bloomery.image.Images;
import io.bloomery.machine.Machine;
import io.bloomery.worker.Task;
import java.util.regex.Pattern;

/** Which image is on, or goes onto, which disk: what the topics of a deployment have in common. */
final class DiskImage {
  static final String DIGEST = "imageDigest";
  static final String DISK = "disk";

  private static final Pattern NAME = Pattern.compile("(/dev/)?[a-z][a-z0-9]{1,31}");

  private DiskImage() {}

  static Image of(Task task, Machine machine, Images images) {
    Object digest = task.variables().get(DIGEST);
    String wanted = digest == null ? machine.image() : digest.toString();
    return images
        .find(wanted == null ? "" : wanted)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "image: " + wanted + " (expected: one that is in the store)"));
  }

  static String disk(Task task) {
    Object disk = task.variables().get(DISK);
    if (disk == null) {
      throw new IllegalStateException(
          "no variable " + DISK + " (expected: the disk that the image was written to)");
    }
    return disk.toString();
  }

  static String checked(String disk) {
    if (!NAME.matcher(disk).matches()) {
      throw Refused.malformed("disk: " + disk + " (expected: the name of a block device, as vda)");
    }
    return disk;
  }
}
