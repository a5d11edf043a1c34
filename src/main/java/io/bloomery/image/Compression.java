package io.bloomery.image;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** How a file is compressed, told by its first bytes; names lie. */
enum Compression {
  /** RFC 1952. */
  GZIP("1f8b", "gzip", "-dc"),
  XZ("fd377a585a00", "xz", "-dc"),
  /**
   * RFC 8878. Its default limit of 128 MiB for the window is also that of the agent, which unpacks
   * in a small machine.
   */
  ZSTD("28b52ffd", "zstd", "-dcq"),
  NONE("");

  private final byte[] magic;
  private final List<String> unpack;

  Compression(String magic, String... unpack) {
    this.magic = HexFormat.of().parseHex(magic);
    this.unpack = List.of(unpack);
  }

  static Compression of(byte[] head) {
    for (Compression compression : values()) {
      int length = compression.magic.length;
      if (head.length >= length && Arrays.equals(compression.magic, Arrays.copyOf(head, length))) {
        return compression;
      }
    }
    return NONE;
  }

  /** The command that reads the file from its input and writes what is in it to its output. */
  List<String> unpack() {
    return unpack;
  }
}
