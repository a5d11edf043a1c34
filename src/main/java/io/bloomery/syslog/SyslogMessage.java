package io.bloomery.syslog;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message, in whichever form it was sent. What does not follow a form is text: a log that loses
 * the strange lines loses those that matter.
 *
 * @param priority facility times eight, plus severity (RFC 5424 section 6.2.1)
 * @param app APP-NAME, or RFC 3164's TAG; empty if there is none
 * @param process PROCID, or what stands in brackets behind the TAG; empty if there is none
 * @param sent TIMESTAMP of RFC 5424 as it was sent; empty if there is none. RFC 3164's has neither
 *     year nor zone
 * @param data STRUCTURED-DATA as it was sent; empty if there is none
 */
record SyslogMessage(
    int priority, String app, String process, String sent, String data, String text) {
  /** user.notice, for messages that say none (RFC 3164 section 4.3.3). */
  private static final int USUAL = 13;

  private static final int HIGHEST = 191;
  private static final Pattern PRIORITY = Pattern.compile("<(0|[1-9][0-9]{0,2})>");

  /** VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID, lengths as RFC 5424 section 6 has them. */
  private static final Pattern HEADER =
      Pattern.compile(
          "1 (-|[0-9T:.Z+-]{20,32}) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) ");

  /** RFC 3164 section 4.1.2; days below ten have a space, or with some senders a zero. */
  private static final Pattern BSD_TIME =
      Pattern.compile("[A-Z][a-z]{2} [ 0-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} ");

  private static final Pattern TAG =
      Pattern.compile("([^\\s:\\[\\]]{1,64}?)(?:\\[([^\\s\\[\\]]{1,128})\\])?: ?");

  static SyslogMessage of(byte[] bytes) {
    return of(HarmlessText.of(withoutEnd(bytes)));
  }

  private static byte[] withoutEnd(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == 0)) {
      length--;
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static SyslogMessage of(String all) {
    Matcher priority = PRIORITY.matcher(all);
    if (!priority.lookingAt() || Integer.parseInt(priority.group(1)) > HIGHEST) {
      return bsd(USUAL, all);
    }
    int number = Integer.parseInt(priority.group(1));
    String rest = all.substring(priority.end());
    SyslogMessage modern = modern(number, rest);
    return modern == null ? bsd(number, rest) : modern;
  }

  /** Null if it is not of RFC 5424. */
  private static SyslogMessage modern(int priority, String rest) {
    Matcher header = HEADER.matcher(rest);
    if (!header.lookingAt()) {
      return null;
    }
    int end = dataEnd(rest, header.end());
    if (end < 0 || end < rest.length() && rest.charAt(end) != ' ') {
      return null;
    }
    String text = end < rest.length() ? rest.substring(end + 1) : "";
    // UTF-8 may be announced by a byte order mark (section 6.4), which was made harmless before.
    return new SyslogMessage(
        priority,
        orNone(header.group(3)),
        orNone(header.group(4)),
        orNone(header.group(1)),
        orNone(rest.substring(header.end(), end)),
        text.startsWith("\\u{feff}") ? text.substring(8) : text);
  }

  /** Where STRUCTURED-DATA ends (section 6.3), or -1: quotes and backslashes hide a bracket. */
  private static int dataEnd(String text, int start) {
    if (text.startsWith("-", start)) {
      return start + 1;
    }
    boolean quoted = false;
    for (int at = start; at < text.length(); at++) {
      char one = text.charAt(at);
      if (at == start && one != '[') {
        return -1;
      }
      if (quoted && one == '\\') {
        at++;
      } else if (one == '"') {
        quoted = !quoted;
      } else if (!quoted && one == ']' && !text.startsWith("[", at + 1)) {
        return at + 1;
      }
    }
    return -1;
  }

  private static SyslogMessage bsd(int priority, String rest) {
    Matcher time = BSD_TIME.matcher(rest);
    boolean timed = time.lookingAt();
    String content = timed ? rest.substring(time.end()) : rest;
    Matcher tag = TAG.matcher(content);
    int host = content.indexOf(' ') + 1;
    // The host comes before the tag, where there is a time; some leave it out.
    if (!tag.lookingAt() && timed && host > 0) {
      tag.region(host, content.length());
    }
    return tag.lookingAt()
        ? new SyslogMessage(
            priority,
            tag.group(1),
            tag.group(2) == null ? "" : tag.group(2),
            "",
            "",
            content.substring(tag.end()))
        : new SyslogMessage(priority, "", "", "", "", content);
  }

  private static String orNone(String field) {
    return field.equals("-") ? "" : field;
  }
}
