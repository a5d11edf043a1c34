package io.bloomery.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The end of a log, fit for a person's terminal. */
final class LogTail {
  private static final int BYTES = 32 * 1024;

  private LogTail() {}

  static String of(Path file, int lines) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(Math.max(0, log.length() - BYTES));
      byte[] bytes = new byte[(int) Math.min(BYTES, log.length())];
      log.readFully(bytes);
      return last(new String(bytes, StandardCharsets.UTF_8), lines);
    } catch (IOException e) {
      return "(nothing in " + file + ")";
    }
  }

  /** Firmware and GRUB paint with cursor escapes; a log has lines only. */
  static String last(String text, int lines) {
    String plain =
        text.replaceAll("\u001b\\[[0-9;?=]*[A-Za-z]", "").replace("\r", "").replaceAll("\n+", "\n");
    List<String> all = Arrays.asList(plain.split("\n"));
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }
}
