package io.bloomery.power;

import io.bloomery.worker.Outcome;

/** The same action fails again until somebody changes something. */
public final class FinalFailure extends PowerFailure {
  private static final long serialVersionUID = 1L;

  public FinalFailure(String sentence) {
    super(sentence, sentence, null);
  }

  public FinalFailure(String sentence, Throwable cause) {
    super(sentence, sentence, cause);
  }

  private FinalFailure(String message, String sentence) {
    super(message, sentence, null); // no cause: its message is not ours and could tell a secret
  }

  @Override
  PowerFailure at(String machine, String driver, String verb, String cleanSentence) {
    return new FinalFailure(message(machine, driver, verb, cleanSentence), cleanSentence);
  }

  @Override
  Outcome outcome() {
    return Outcome.giveUp(getMessage());
  }
}
