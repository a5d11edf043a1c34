package io.bloomery.syslog;

import io.bloomery.network.Ipv4;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much each sender may still send: one that floods loses its own messages and nobody else's.
 * For one thread.
 */
final class Budgets {
  /** Every message costs something, however short it is. */
  private static final int EACH = 64;

  private static final int BURST_SECONDS = 16;
  private static final int MOST_SENDERS = 65_536;

  private static final class Budget {
    private double left;
    private long at;
    private int lost;
  }

  private final Map<Ipv4, Budget> budgets =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Ipv4, Budget> eldest) {
          return size() > MOST_SENDERS;
        }
      };

  private final double perNano;
  private final double most;

  /**
   * @param rate bytes in a second
   */
  Budgets(long rate) {
    perNano = rate / 1e9;
    most = (double) rate * BURST_SECONDS;
  }

  /**
   * Takes a message's cost.
   *
   * @return how many of this sender's messages were lost since its last one that was not; -1: this
   *     one is lost
   */
  int take(Ipv4 sender, int length, long now) {
    Budget budget = budgets.get(sender);
    if (budget == null) {
      budget = new Budget();
      budget.left = most;
      budget.at = now;
      budgets.put(sender, budget);
    }
    budget.left = Math.min(most, budget.left + (now - budget.at) * perNano);
    budget.at = now;
    if (budget.left < length + EACH) {
      budget.lost++;
      return -1;
    }
    budget.left -= length + EACH;
    int lost = budget.lost;
    budget.lost = 0;
    return lost;
  }

  /** Messages of a sender were lost although it had not spent too much. */
  void lost(Ipv4 sender, int count) {
    budgets.get(sender).lost += count;
  }
}
