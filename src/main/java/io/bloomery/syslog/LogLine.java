package io.bloomery.syslog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A line of a machine's log.
 *
 * @param at when the controller received it, in microseconds; of no two lines of a machine the same
 * @param priority facility times eight, plus severity (RFC 5424 section 6.2.1)
 * @param app what wrote it, or empty
 * @param process its process id, or empty
 * @param sent when the machine says it was, or empty: its clock may be wrong
 * @param data structured data as RFC 5424 writes them, or empty
 */
public record LogLine(
    Instant at, int priority, String app, String process, String sent, String data, String text) {
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "clock",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
  private static final int FIELDS = 7;

  static LogLine of(long micros, SyslogMessage message) {
    return new LogLine(
        instant(micros),
        message.priority(),
        message.app(),
        message.process(),
        message.sent(),
        message.data(),
        message.text());
  }

  /** The same, with a word about its end. */
  LogLine cut() {
    return new LogLine(at, priority, app, process, sent, data, text + " … (cut off)");
  }

  public String facility() {
    return FACILITIES.get(priority >> 3);
  }

  public String severity() {
    return SEVERITIES.get(priority & 7);
  }

  /** For a terminal. */
  public String asText() {
    StringBuilder line = new StringBuilder(at.toString());
    line.append(' ').append(facility()).append('.').append(severity()).append(' ').append(app);
    if (!process.isEmpty()) {
      line.append('[').append(process).append(']');
    }
    line.append(app.isEmpty() && process.isEmpty() ? "" : ": ");
    return line.append(data).append(data.isEmpty() ? "" : " ").append(text).toString();
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** As it is kept: fields with tabs between them, which no text from the wire has any more. */
  String stored() {
    String time = String.valueOf(micros(at));
    return String.join("\t", time, "" + priority, app, process, sent, data, text) + "\n";
  }

  /** Null if it is none: a crash may leave half a line. */
  static LogLine read(String stored) {
    String[] field = stored.split("\t", -1);
    if (field.length != FIELDS
        || !field[0].matches("[0-9]{1,18}")
        || !field[1].matches("[0-9]{1,3}")
        || Integer.parseInt(field[1]) >= FACILITIES.size() * 8) {
      return null;
    }
    return new LogLine(
        instant(Long.parseLong(field[0])),
        Integer.parseInt(field[1]),
        field[2],
        field[3],
        field[4],
        field[5],
        field[6]);
  }
}
