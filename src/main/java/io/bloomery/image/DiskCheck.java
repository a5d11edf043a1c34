package io.bloomery.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Whether bytes can be a disk that a machine boots from. */
final class DiskCheck {
  /** Enough for the boot sector and the GPT header behind it. */
  static final int HEAD = 1024;

  private static final int SECTOR = 512;
  private static final long GPT =
      ByteBuffer.wrap("EFI PART".getBytes(StandardCharsets.US_ASCII)).getLong();

  private DiskCheck() {}

  /**
   * Looks at the first bytes and the length.
   *
   * @throws ImportFailed if it is no disk, or not all of one
   */
  static void check(byte[] head, long length) {
    if (length < HEAD || head.length < HEAD || length % SECTOR != 0) {
      throw new ImportFailed(
          "raw length: "
              + length
              + " (expected: a whole disk, a multiple of "
              + SECTOR
              + " bytes; is the file cut off?)");
    }
    // Boot sector signature: UEFI 2.10 section 5.2.1, the protective record of GPT included.
    if ((head[510] & 0xff) != 0x55 || (head[511] & 0xff) != 0xaa) {
      throw new ImportFailed(
          "content: no partition table (expected: a disk image with MBR or GPT)");
    }
    ByteBuffer bytes = ByteBuffer.wrap(head);
    boolean gpt = bytes.getLong(SECTOR) == GPT;
    long needed = gpt ? gptEnd(bytes) : mbrEnd(bytes);
    if (needed > length) {
      throw new ImportFailed(
          "raw length: "
              + length
              + " (expected: at least "
              + needed
              + ", which the partition table needs; the file is cut off)");
    }
  }

  /** The backup header lies in the last sector (UEFI 2.10 section 5.3.2, AlternateLBA). */
  private static long gptEnd(ByteBuffer head) {
    long last = ByteBuffer.wrap(head.array()).order(ByteOrder.LITTLE_ENDIAN).getLong(SECTOR + 32);
    return last < 0 || last > Long.MAX_VALUE / SECTOR - 1 ? Long.MAX_VALUE : (last + 1) * SECTOR;
  }

  private static long mbrEnd(ByteBuffer head) {
    ByteBuffer table = ByteBuffer.wrap(head.array()).order(ByteOrder.LITTLE_ENDIAN);
    long end = 0;
    for (int entry = 446; entry < 510; entry += 16) {
      if (table.get(entry + 4) != 0) {
        long start = Integer.toUnsignedLong(table.getInt(entry + 8));
        end = Math.max(end, start + Integer.toUnsignedLong(table.getInt(entry + 12)));
      }
    }
    return end * SECTOR;
  }
}
