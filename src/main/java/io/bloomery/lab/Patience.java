package io.bloomery.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that is polled, and knows when to stop. */
record Patience(long deadlineNanos) {
  private static final Duration POLL = Duration.ofMillis(200);

  static Patience of(Duration limit) {
    return new Patience(System.nanoTime() + limit.toNanos());
  }

  boolean over() {
    return System.nanoTime() - deadlineNanos >= 0;
  }

  /** What is left, but no more than {@code limit}. */
  Duration atMost(Duration limit) {
    Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /** Polls until the condition holds; false if patience ended first. */
  boolean until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (over()) {
        return false;
      }
      pause(POLL);
    }
    return true;
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }
}
