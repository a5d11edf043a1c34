package io.bloomery.node;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.Set;

/** What a machine's "I could not" means to the process. */
final class Failure {
  /** Tried this often in all. */
  private static final int TRIES = 3;

  /** What an agent may name itself; the diagrams have an answer for these. */
  private static final Set<String> CODES = Set.of("image.corrupt");

  private Failure() {}

  static Outcome of(Task task, String message) {
    return task.attempts() + 1 < TRIES ? Outcome.tryAgain(message) : Outcome.giveUp(message);
  }

  static Outcome of(Task task, String code, String message) {
    return CODES.contains(code) ? Outcome.rejected(code, message) : of(task, message);
  }
}
