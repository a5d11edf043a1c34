package io.bloomery.node;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A form-encoded body, and what its fields may hold. */
final class Form {
  private final Map<String, String> fields = new HashMap<>();

  Form(byte[] body) {
    for (String pair : new String(body, StandardCharsets.UTF_8).trim().split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw Refused.malformed(
          "form: "
              + text
              + " (expected: percent-encoded text, as in application/x-www-form-urlencoded)");
    }
  }

  /** The field as {@link Quoted#text}; empty if it is not there. */
  String text(String name, int longest) {
    return Quoted.text(fields.getOrDefault(name, ""), longest);
  }

  /** As {@link #text}, but null instead of empty. */
  String textOrNull(String name, int longest) {
    String text = text(name, longest);
    return text.isEmpty() ? null : text;
  }

  String oneOf(String name, String... allowed) {
    String value = fields.getOrDefault(name, "");
    for (String one : allowed) {
      if (one.equals(value)) {
        return value;
      }
    }
    throw Refused.malformed(
        name + ": " + value + " (expected: one of " + String.join(", ", allowed) + ")");
  }

  long number(String name, long least, long most) {
    String value = fields.getOrDefault(name, "");
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // Told below, as a number out of range is.
    }
    throw Refused.malformed(
        name + ": " + value + " (expected: a number from " + least + " to " + most + ")");
  }

  long number(String name, long least, long most, long absent) {
    return fields.getOrDefault(name, "").isEmpty() ? absent : number(name, least, most);
  }
}
