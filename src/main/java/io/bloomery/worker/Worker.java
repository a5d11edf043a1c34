package io.bloomery.worker;

import java.util.List;

/**
 * Serves one topic. The topic follows from the class: {@code power.TurnOnWorker} serves {@code
 * power.turn-on}. A worker reads, makes one call, and translates the answer; it must not assume
 * that it shares the engine's JVM.
 */
public interface Worker {

  /**
   * Does the work; may be called again for the same task. An exception counts as {@link
   * Outcome#tryAgain}.
   */
  Outcome work(Task task) throws Exception;

  /** Names of the process variables it needs; only these are handed over. */
  default List<String> variables() {
    return List.of();
  }

  /**
   * BPMN error code raised when trying again is at an end; every model with this topic must catch
   * it.
   */
  String failure();

  /** How often a passing trouble is tried again before {@link #failure()}. */
  default int patience() {
    return 5;
  }
}
