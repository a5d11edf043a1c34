package io.bloomery.simulation;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server's answer. The body is empty if it went to a sink.
 *
 * @param headers by lower-case name
 */
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

  boolean good() {
    return status >= 200 && status < 300;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Reads {@code key=value} lines; line ends inside values are percent-encoded. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text().split("\r?\n")) {
      int at = line.indexOf('=');
      if (at > 0) {
        values.put(line.substring(0, at), decode(line.substring(at + 1)));
      }
    }
    return values;
  }

  private static String decode(String value) {
    return value
        .replace("%0A", "\n")
        .replace("%0a", "\n")
        .replace("%0D", "\r")
        .replace("%0d", "\r")
        .replace("%25", "%");
  }
}
