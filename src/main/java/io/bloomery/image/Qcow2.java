package io.bloomery.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Disks in QEMU's format. */
final class Qcow2 {
  private static final byte[] MAGIC = {'Q', 'F', 'I', (byte) 0xfb};
  private static final ObjectMapper JSON = new ObjectMapper();

  private Qcow2() {}

  static boolean is(byte[] head) {
    return head.length >= MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length));
  }

  /**
   * Unpacks the disk. A qcow2 file can name other files to read from, so one that does is refused
   * before its content is opened; and QEMU takes what is missing at the end for zeros, so its
   * references are checked first.
   */
  static void convert(Path file, Path raw, long most) throws IOException, InterruptedException {
    JsonNode info =
        JSON.readTree(
            Tool.run(List.of("qemu-img", "info", "--output=json", "-f", "qcow2", name(file))));
    if (info.has("backing-filename") || info.at("/format-specific/data").has("data-file")) {
      throw new ImportFailed("qcow2: needs a second file (expected: an image that stands alone)");
    }
    if (info.path("encrypted").asBoolean(false)) {
      throw new ImportFailed("qcow2: is encrypted (expected: a plain image)");
    }
    long length = info.path("virtual-size").asLong(Long.MAX_VALUE);
    if (length > most) {
      throw new ImportFailed(
          "raw length: " + length + " (expected: at most " + most + ", bloomery.image.max-length)");
    }
    check(file);
    Tool.run(List.of("qemu-img", "convert", "-f", "qcow2", "-O", "raw", name(file), name(raw)));
  }

  private static void check(Path file) throws IOException, InterruptedException {
    try (Tool check =
        Tool.start(List.of("qemu-img", "check", "-q", "-f", "qcow2", name(file)), null, null)) {
      check.input().close();
      check.output().readAllBytes();
      int code = check.exitCode();
      // 3: space is wasted, nothing is lost.
      if (code != 0 && code != 3) {
        throw new ImportFailed("qcow2: damaged or cut off: " + check.complaint(code));
      }
    }
  }

  /** A colon in a name would make QEMU look for a protocol before it. */
  private static String name(Path file) {
    return "file:" + file.toAbsolutePath();
  }
}
