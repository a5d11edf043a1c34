package io.bloomery.power.webhook;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.http.Deadline;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Looks for a pattern in an answer, for a bounded time: java.util.regex backtracks, and a pattern
 * such as {@code (a+)+b} takes longer than the universe lasts to find nothing in forty letters.
 */
final class TimedPattern {
  private static final Duration LONGEST = Duration.ofMillis(500);

  private TimedPattern() {}

  static boolean find(String name, String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(new Watched(text, Deadline.in(LONGEST))).find();
    } catch (Overdue | StackOverflowError tooHard) {
      throw new FinalFailure(
          ("looking for %s in the answer took longer than %d ms or too much memory (expected: a"
                  + " pattern without repetitions inside repetitions)")
              .formatted(name, LONGEST.toMillis()));
    }
  }

  /** Every step of a search asks for a letter. */
  private record Watched(CharSequence text, Deadline deadline) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (deadline.left().isZero()) {
        throw new Overdue();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class Overdue extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
