package io.bloomery.node;

import java.util.HashMap;
import java.util.Map;

/**
 * Threads that wait for what clients send: few for one client, and never all there are, so that
 * whoever sends slowly keeps nobody else from being answered.
 */
final class Waiters {
  private final int most;
  private final int mostOfOne;
  private final Map<String, Integer> waiting = new HashMap<>();
  private int all;

  Waiters(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** Whether one more may wait for this client; it must {@link #leave} then. */
  synchronized boolean enter(String client) {
    if (all >= most || waiting.getOrDefault(client, 0) >= mostOfOne) {
      return false;
    }
    all++;
    waiting.merge(client, 1, Integer::sum);
    return true;
  }

  synchronized void leave(String client) {
    all--;
    waiting.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }
}
