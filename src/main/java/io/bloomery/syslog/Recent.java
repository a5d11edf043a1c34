package io.bloomery.syslog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was found a moment ago, so that it is not looked for again at once. For one thread. */
final class Recent<K, V> {
  private static final int MOST = 20_000;

  /** What was not there may come at any moment. */
  private static final Duration NOTHING = Duration.ofSeconds(2);

  private record Found<V>(Optional<V> value, long until) {}

  private final Duration time;
  private final Map<K, Found<V>> found =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Found<V>> eldest) {
          return size() > MOST;
        }
      };

  Recent(Duration time) {
    this.time = time;
  }

  Optional<V> of(K key, Function<K, Optional<V>> search) {
    long now = System.nanoTime();
    Found<V> known = found.get(key);
    if (known != null && known.until() - now > 0) {
      return known.value();
    }
    Optional<V> value = search.apply(key);
    found.remove(key);
    found.put(key, new Found<>(value, now + (value.isPresent() ? time : NOTHING).toNanos()));
    return value;
  }
}
