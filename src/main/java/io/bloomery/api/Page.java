package io.bloomery.api;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param next what to give as {@code after} for the following part, null at the end
 */
record Page<T>(List<T> items, String next) {
  static final String DEFAULT_LIMIT = "50";
  static final int MOST = 200;

  /** Made of one item more than was asked for, if there is one more. */
  static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> key) {
    boolean more = oneMore.size() > limit;
    List<T> items = more ? List.copyOf(oneMore.subList(0, limit)) : List.copyOf(oneMore);
    return new Page<>(items, more ? key.apply(items.get(limit - 1)) : null);
  }

  <U> Page<U> map(Function<T, U> view) {
    return new Page<>(items.stream().map(view).toList(), next);
  }
}
