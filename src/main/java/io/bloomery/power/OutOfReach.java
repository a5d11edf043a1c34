package io.bloomery.power;

import io.bloomery.worker.Outcome;

/**
 * The driver has no means for this, and is not expected to: the diagram says who does it instead,
 * the machine itself or a person. The sentence says what is to be done.
 */
public final class OutOfReach extends PowerFailure {
  private static final long serialVersionUID = 1L;

  /** BPMN error code. */
  static final String CODE = "power.out-of-reach";

  public OutOfReach(String sentence) {
    super(sentence, sentence, null);
  }

  private OutOfReach(String message, String sentence) {
    super(message, sentence, null);
  }

  @Override
  PowerFailure at(String machine, String driver, String verb, String cleanSentence) {
    return new OutOfReach(message(machine, driver, verb, cleanSentence), cleanSentence);
  }

  @Override
  Outcome outcome() {
    return Outcome.rejected(CODE, getMessage());
  }
}
