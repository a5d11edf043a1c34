package io.bloomery.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a task ended.
 *
 * @param verb {@code done} or {@code failed}; null if nobody wants to know
 * @param then what follows once the controller has heard it, or null for the next task
 */
record Report(String verb, String type, String body, Runnable then) {
  static final String FORM = "application/x-www-form-urlencoded";

  static Report done(Map<String, String> fields) {
    return new Report("done", FORM, Agent.form(fields), null);
  }

  static Report json(String body) {
    return new Report("done", "application/json", body, null);
  }

  static Report doneThen(Runnable then) {
    return new Report("done", FORM, "", then);
  }

  static Report failed(String code, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (!code.isEmpty()) {
      fields.put("code", code);
    }
    fields.put("message", message);
    return new Report("failed", FORM, Agent.form(fields), null);
  }

  static Report unwanted() {
    return new Report(null, null, null, null);
  }
}
