package io.bloomery.simulation;

import java.util.Map;

/** One task the controller handed out, as {@code key=value} lines. */
record NodeTask(Map<String, String> values) {
  String id() {
    return values.get("id");
  }

  String topic() {
    return values.getOrDefault("topic", "");
  }

  /** A parameter, empty if it is missing. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }
}
