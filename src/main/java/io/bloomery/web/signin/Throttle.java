package io.bloomery.web.signin;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing. Wrong passwords are counted for a name <em>from an address</em>, so whoever
 * guesses at a name hinders nobody who signs in from elsewhere; and for an address over all names,
 * against one password tried on many.
 */
final class Throttle {
  private static final int FREE_PER_NAME = 5;
  private static final int FREE_PER_ADDRESS = 50;
  private static final Duration FIRST = Duration.ofSeconds(8);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN = Duration.ofMinutes(15);
  private static final int MOST = 20_000;

  private record Count(int wrong, long until, long last) {}

  private final Clock clock;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST;
        }
      };

  Throttle(Clock clock) {
    this.clock = clock;
  }

  /** How long this caller has to wait before the next attempt, zero if it may try now. */
  synchronized Duration pause(String name, String address) {
    long now = clock.millis();
    long until = Math.max(until(key(name, address), now), until(address, now));
    return until > now ? Duration.ofMillis(until - now) : Duration.ZERO;
  }

  synchronized void wrong(String name, String address) {
    count(key(name, address), FREE_PER_NAME);
    count(address, FREE_PER_ADDRESS);
  }

  synchronized void right(String name, String address) {
    counts.remove(key(name, address));
  }

  private void count(String key, int free) {
    long now = clock.millis();
    Count before = counts.get(key);
    int wrong = before == null || before.last < now - FORGOTTEN.toMillis() ? 1 : before.wrong + 1;
    long pause =
        wrong < free
            ? 0
            : Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(20, wrong - free));
    counts.put(key, new Count(wrong, now + pause, now));
  }

  private long until(String key, long now) {
    Count count = counts.get(key);
    return count == null || count.last < now - FORGOTTEN.toMillis() ? 0 : count.until;
  }

  private static String key(String name, String address) {
    return address + ' ' + name;
  }
}
