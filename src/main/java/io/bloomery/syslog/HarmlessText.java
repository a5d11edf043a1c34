package io.bloomery.syslog;

import java.nio.charset.StandardCharsets;

/**
 * Text from the wire that does nothing to a terminal or a page that shows it: no control
 * characters, no line ends, nothing that turns the direction of writing.
 */
final class HarmlessText {
  private HarmlessText() {}

  /** Bytes that are no UTF-8 become U+FFFD, what could do harm a name of it, as {@code \x1b}. */
  static String of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    StringBuilder harmless = null;
    for (int at = 0; at < text.length(); ) {
      int one = text.codePointAt(at);
      boolean harms = harms(one);
      if (harms && harmless == null) {
        harmless = new StringBuilder(text.length() + 16).append(text, 0, at);
      }
      if (harms) {
        harmless.append(named(one));
      } else if (harmless != null) {
        harmless.appendCodePoint(one);
      }
      at += Character.charCount(one);
    }
    return harmless == null ? text : harmless.toString();
  }

  private static boolean harms(int one) {
    if (one >= ' ' && one < 0x7f) {
      return false;
    }
    return switch (Character.getType(one)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static String named(int one) {
    if (one == '\t') {
      return " ";
    }
    return one < 0x100 ? String.format("\\x%02x", one) : String.format("\\u{%x}", one);
  }
}
