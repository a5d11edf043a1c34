package io.bloomery.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of a file that were asked for.
 *
 * @param to the byte after the last
 * @param part whether the answer is 206
 */
record ByteRange(long from, long to, boolean part) {
  private static final Pattern ONE =
      Pattern.compile("bytes=[ \\t]*(\\d{0,18})-(\\d{0,18})[ \\t]*", Pattern.CASE_INSENSITIVE);

  static ByteRange whole(long length) {
    return new ByteRange(0, length, false);
  }

  /**
   * Reads the header Range (RFC 9110 section 14.2). Several ranges, other units and nonsense are
   * answered with the whole file, which the RFC allows.
   *
   * @return null if the file has none of these bytes
   */
  static ByteRange of(String header, long length) {
    Matcher match = ONE.matcher(header);
    if (!match.matches() || match.group(1).isEmpty() && match.group(2).isEmpty()) {
      return whole(length);
    }
    if (match.group(1).isEmpty()) {
      long last = Math.min(Long.parseLong(match.group(2)), length);
      return last == 0 ? null : new ByteRange(length - last, length, true);
    }
    long from = Long.parseLong(match.group(1));
    long to =
        match.group(2).isEmpty() ? length : Math.min(Long.parseLong(match.group(2)) + 1, length);
    if (!match.group(2).isEmpty() && Long.parseLong(match.group(2)) < from) {
      return whole(length);
    }
    return from >= length ? null : new ByteRange(from, to, true);
  }

  long length() {
    return to - from;
  }
}
