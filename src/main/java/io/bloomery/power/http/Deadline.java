package io.bloomery.power.http;

import java.time.Duration;

/** When a driver's call has to end, however many questions it takes. */
public final class Deadline {
  private final long end;
  private final Duration whole;

  private Deadline(long end, Duration whole) {
    this.end = end;
    this.whole = whole;
  }

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), time);
  }

  /** This one, or an earlier one. */
  public Deadline atMost(Duration time) {
    return left().compareTo(time) <= 0 ? this : in(time);
  }

  /** Never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** What it was at first, for messages. */
  public String whole() {
    return whole.toMillis() % 1_000 == 0 ? whole.toSeconds() + " s" : whole.toMillis() + " ms";
  }

  /**
   * Sleeps unless the deadline comes first.
   *
   * @return false if it does; then without having slept
   */
  public boolean pause(Duration time) throws InterruptedException {
    if (left().compareTo(time) <= 0) {
      return false;
    }
    Thread.sleep(time.toMillis());
    return true;
  }
}
