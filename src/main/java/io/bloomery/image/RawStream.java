package io.bloomery.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A disk that was read from its first byte to its last.
 *
 * @param checksum XXH64 in lower hexadecimal, fast enough for a machine to read its disk back by
 */
record RawStream(long length, String checksum) {
  private static final List<String> CHECKSUM = List.of("xxhsum", "-H1", "-");

  /**
   * Reads the disk, checks it, and packs it with zstd on the way.
   *
   * @param packed where to, or null if it is packed already
   */
  static RawStream read(InputStream from, Path packed, long most, LongConsumer progress)
      throws IOException, InterruptedException {
    try (Tool checksum = Tool.start(CHECKSUM, null, null);
        Tool zstd =
            packed == null ? null : Tool.start(List.of("zstd", "-q", "-T0", "-c"), null, packed)) {
      OutputStream pack = zstd == null ? OutputStream.nullOutputStream() : zstd.input();
      byte[] head = from.readNBytes(DiskCheck.HEAD);
      byte[] buffer = Arrays.copyOf(head, 1 << 20);
      long length = 0;
      for (int read = head.length; read >= 0; read = from.read(buffer)) {
        length += read;
        if (length > most) {
          throw new ImportFailed(
              "raw length: over " + most + " (expected: at most that, bloomery.image.max-length)");
        }
        write(checksum, checksum.input(), buffer, read);
        write(zstd, pack, buffer, read);
        progress.accept(length);
      }
      checksum.input().close();
      pack.close();
      String sum =
          new String(checksum.output().readAllBytes(), StandardCharsets.US_ASCII)
              .split("\\s", 2)[0];
      checksum.finish("checksum:");
      if (zstd != null) {
        zstd.finish("packing:");
      }
      DiskCheck.check(head, length);
      return new RawStream(length, sum);
    }
  }

  /** A reader that is gone has a reason, which tells more than the broken pipe. */
  private static void write(Tool tool, OutputStream to, byte[] buffer, int length)
      throws IOException, InterruptedException {
    try {
      to.write(buffer, 0, length);
    } catch (IOException broken) {
      if (tool != null) {
        tool.finish("writing:");
      }
      throw broken;
    }
  }
}
