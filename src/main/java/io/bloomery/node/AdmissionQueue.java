package io.bloomery.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets in so many at a time, in the order in which they first asked. Nobody is called: whoever
 * waits asks again and again. Who falls silent is passed over, so that the dead hold up nobody, but
 * has its old place when it comes back soon: a machine that restarts in line does so.
 */
final class AdmissionQueue {
  /** Keys come from the network; of more than these the rest has no place that is remembered. */
  static final int LONGEST = 10_000;

  /** A waiter that has not asked for so long is passed over. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  /** For so long its place is kept: servers take minutes from reset to boot loader. */
  static final Duration KEPT = Duration.ofMinutes(10);

  private final int most;
  private final long stay;
  private final LongSupplier nanos;

  /** By key, when it was let in or last gave a sign of life. */
  private final Map<String, Long> inside = new HashMap<>();

  /** By key, when it last asked; the one that came first is the first. */
  private final Map<String, Long> waiting = new LinkedHashMap<>();

  /**
   * @param most so many at a time; 0 lets everybody in and remembers nobody
   * @param stay how long one is inside without a sign of life
   * @param nanos as {@link System#nanoTime}: setting the clock throws nobody out
   */
  AdmissionQueue(int most, Duration stay, LongSupplier nanos) {
    this.most = most;
    this.stay = stay.toNanos();
    this.nanos = nanos;
  }

  /** 0 if it may go in, or is in already; else its place in line, counted from 1. */
  synchronized int ask(String key) {
    if (most == 0) {
      return 0;
    }
    long now = nanos.getAsLong();
    forget(now);
    if (inside.containsKey(key)) {
      return 0;
    }
    if (waiting.containsKey(key) || room(now)) {
      waiting.put(key, now);
    }
    int place = count(key, now);
    // Not only the first may go in: it may be asleep, and there may be room for more.
    if (place > most - inside.size()) {
      return place;
    }
    waiting.remove(key);
    inside.put(key, now);
    return 0;
  }

  /** It is inside and at work. Waiting is not shown by this, but by asking. */
  synchronized void alive(String key) {
    long now = nanos.getAsLong();
    inside.computeIfPresent(key, (same, before) -> now);
  }

  /** It is through, or wants nothing any more. */
  synchronized void leave(String key) {
    inside.remove(key);
    waiting.remove(key);
  }

  /** Its place in line, counted from 1; 0 if it does not wait, or has not asked for long. */
  synchronized int place(String key) {
    long now = nanos.getAsLong();
    Long asked = waiting.get(key);
    return asked == null || silent(asked, now) ? 0 : count(key, now);
  }

  /** After how many seconds it should ask again: those whose turn is near come more often. */
  int pause(int place) {
    return place <= most ? 2 : 10;
  }

  /** How many waiters are remembered. */
  synchronized int length() {
    return waiting.size();
  }

  private int count(String key, long now) {
    int place = 1;
    for (Map.Entry<String, Long> waiter : waiting.entrySet()) {
      if (waiter.getKey().equals(key)) {
        break;
      }
      if (!silent(waiter.getValue(), now)) {
        place++;
      }
    }
    return place;
  }

  private static boolean silent(long asked, long now) {
    return now - asked > SILENCE.toNanos();
  }

  private boolean room(long now) {
    if (waiting.size() >= LONGEST) {
      waiting.values().removeIf(asked -> silent(asked, now));
    }
    return waiting.size() < LONGEST;
  }

  private void forget(long now) {
    inside.values().removeIf(sign -> now - sign > stay);
    waiting.values().removeIf(asked -> now - asked > KEPT.toNanos());
  }
}
