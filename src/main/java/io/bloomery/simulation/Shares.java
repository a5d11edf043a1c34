package io.bloomery.simulation;

/** Shares of the machines, spread evenly and the same in every run. */
final class Shares {
  private Shares() {}

  /** Reads {@code 5%}. */
  static double parse(String text) {
    try {
      double percent = Double.parseDouble(text.replaceFirst("%$", ""));
      if (percent >= 0 && percent <= 100) {
        return percent / 100;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("share: " + text + " (expected: 0% to 100%)");
  }

  /** Whether the machine of this number is in the share: every tenth for a share of 0.1. */
  static boolean includes(double share, int number) {
    return Math.floor(number * share + 1e-9) > Math.floor((number - 1) * share + 1e-9);
  }
}
