package io.bloomery.power.ipmi;

/**
 * Which sequence numbers of a session were received (section 6.12.13): each counts once, and one
 * that is too old not at all, so an answer that somebody recorded answers nothing.
 */
final class ReplayWindow {
  private static final int WIDTH = 32;

  private boolean begun;
  private int highest;

  /** Bit n: number {@code highest - n} was received. */
  private int received;

  /** Whether it is new. Numbers wrap around, so they are compared by their difference. */
  boolean admits(int sequence) {
    int ahead = sequence - highest;
    if (!begun || ahead > 0) {
      received = !begun || ahead >= WIDTH ? 1 : received << ahead | 1;
      begun = true;
      highest = sequence;
      return true;
    }
    int bit = ahead > -WIDTH ? 1 << -ahead : 0;
    boolean isNew = bit != 0 && (received & bit) == 0;
    received |= bit;
    return isNew;
  }
}
