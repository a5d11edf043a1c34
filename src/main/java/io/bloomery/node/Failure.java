package io.bloomery.node;

import io.bloomery.worker.Outcome;
import java.util.Set;

/** What a machine's "I could not" means to the process. */
final class Failure {
  /** What an agent may name itself; the diagrams have an answer for these. */
  private static final Set<String> CODES = Set.of("image.corrupt");

  private Failure() {}

  static Outcome of(String code, String message) {
    return CODES.contains(code) ? Outcome.rejected(code, message) : Outcome.tryAgain(message);
  }
}
