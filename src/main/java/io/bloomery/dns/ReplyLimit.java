package io.bloomery.dns;

import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Bounds what strangers get by UDP: under a forged address our answers would hit somebody else. A
 * network has so many a second; above that some are told to come by TCP, the others nothing.
 */
final class ReplyLimit {
  enum Verdict {
    ANSWER,
    COME_BY_TCP,
    SILENCE
  }

  private static final int BUCKETS = 4096;
  private static final int PER_SECOND = 50;
  private static final long APART = 1_000_000_000L / PER_SECOND;
  private static final long BURST = 2 * 1_000_000_000L;

  private final int seed = ThreadLocalRandom.current().nextInt();

  /** When each would have had nothing sent to it if answers were sent evenly. */
  private final long[] due = new long[BUCKETS];

  private int counted;

  ReplyLimit() {
    java.util.Arrays.fill(due, System.nanoTime());
  }

  synchronized Verdict of(InetAddress client, long now) {
    int bucket = bucket(client);
    due[bucket] = Math.max(due[bucket], now);
    if (due[bucket] - now < BURST) {
      due[bucket] += APART;
      return Verdict.ANSWER;
    }
    return counted++ % 4 == 0 ? Verdict.COME_BY_TCP : Verdict.SILENCE;
  }

  /** By network: who forges one address can forge its neighbours. */
  private int bucket(InetAddress client) {
    byte[] bytes = client.getAddress();
    int significant = bytes.length == 4 ? 3 : 7;
    int hash = seed;
    for (int i = 0; i < significant; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    return (hash ^ hash >>> 16) & BUCKETS - 1;
  }
}
