package io.bloomery.worker;

import java.time.Duration;
import java.util.Map;

/** What a worker answers. One class, the worker runtime, turns it into calls of the engine. */
public sealed interface Outcome {

  /** The work is done; the results become process variables. */
  static Outcome done(Map<String, Object> results) {
    return new Done(results);
  }

  static Outcome done() {
    return new Done(Map.of());
  }

  /**
   * The world said no in a way the diagram has an answer for; {@code code} is a BPMN error code.
   */
  static Outcome rejected(String code, String message) {
    return new Rejected(code, message);
  }

  /**
   * A passing trouble: the runtime tries again after a pause, and gives up when its patience ends.
   */
  static Outcome tryAgain(String message) {
    return new TryAgain(null, message);
  }

  /** As {@link #tryAgain(String)}, after a pause the worker knows to be right. */
  static Outcome tryAgain(Duration pause, String message) {
    return new TryAgain(pause, message);
  }

  /**
   * Trying again cannot help. The runtime turns it into the BPMN error the topic promises, or an
   * incident if there is none.
   */
  static Outcome giveUp(String message) {
    return new GiveUp(message);
  }

  record Done(Map<String, Object> results) implements Outcome {}

  record Rejected(String code, String message) implements Outcome {}

  record TryAgain(Duration pause, String message) implements Outcome {}

  record GiveUp(String message) implements Outcome {}
}
