package io.bloomery.power;

import io.bloomery.worker.Outcome;

/**
 * A power action failed. The type says what the caller does next, the sentence what an operator can
 * do. A driver gives the sentence; {@link Power} adds machine, driver and verb, and takes out
 * secrets.
 */
public abstract sealed class PowerFailure extends RuntimeException
    permits PassingFailure, FinalFailure, OutOfReach {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  PowerFailure(String message, String sentence, Throwable cause) {
    super(message, cause);
    this.sentence = sentence;
  }

  /** What happened, in an operator's words. */
  public String sentence() {
    return sentence;
  }

  /** The same failure with the place it happened at. */
  abstract PowerFailure at(String machine, String driver, String verb, String cleanSentence);

  /** What a worker answers. */
  abstract Outcome outcome();

  static String message(String machine, String driver, String verb, String sentence) {
    return "machine %s: %s by %s: %s".formatted(machine, verb, driver, sentence);
  }
}
