package io.bloomery.power.ipmi;

import java.time.Duration;

/** When to give up. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** This one, or an earlier one. */
  Deadline atMost(Duration time) {
    long earlier = System.nanoTime() + time.toNanos();
    return earlier - end < 0 ? new Deadline(earlier) : this;
  }

  long leftNanos() {
    return Math.max(0, end - System.nanoTime());
  }

  boolean isOver() {
    return leftNanos() == 0;
  }
}
