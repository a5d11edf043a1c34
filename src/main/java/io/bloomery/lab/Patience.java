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
