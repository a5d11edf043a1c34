package io.bloomery.node;

/** What a machine says, on its way into logs, histories and process variables. */
final class Quoted {
  private Quoted() {}

  /**
   * Without control characters, which would make lines of their own or move a terminal's cursor,
   * without invisible ones, which turn what is read around, and without characters beyond U+FFFF,
   * which the engine's tables on MariaDB refuse; cut at this length.
   */
  static String text(String said, int longest) {
    String text =
        said.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
            .replaceAll("[^\\u0000-\\uFFFF]", "?")
            .trim();
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
