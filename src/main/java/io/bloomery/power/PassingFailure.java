package io.bloomery.power;

import io.bloomery.worker.Outcome;

/** The same action may succeed later. Nobody need do anything. */
public final class PassingFailure extends PowerFailure {
  private static final long serialVersionUID = 1L;

  public PassingFailure(String sentence) {
    super(sentence, sentence, null);
  }

  public PassingFailure(String sentence, Throwable cause) {
    super(sentence, sentence, cause);
  }

  private PassingFailure(String message, String sentence) {
    super(message, sentence, null); // no cause: its message is not ours and could tell a secret
  }

  @Override
  PowerFailure at(String machine, String driver, String verb, String cleanSentence) {
    return new PassingFailure(message(machine, driver, verb, cleanSentence), cleanSentence);
  }

  @Override
  Outcome outcome() {
    return Outcome.tryAgain(getMessage());
  }
}
