package io.bloomery.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Mutated packets, one after the other: what went a way that none before it went is kept and
 * mutated further. Fails at the first packet that is answered with an exception or takes long, and
 * if the heap has grown by the end.
 */
public final class FuzzRun {
  /** What takes a packet as a server's thread would, and checks what comes of it. */
  public interface Target {
    /**
     * @return what happened, as a number: the same for the same way through the code, as far as
     *     that can be seen from outside
     */
    long take(byte[] packet) throws Exception;
  }

  /** A packet that takes longer each time again would hold up everybody else. */
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(5);

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final int MOST_KEPT = 4_000;
  private static final int MOST_WAYS = 200_000;
  private static final long MOST_GROWTH = 16 << 20;

  private final String name;
  private final List<byte[]> corpus;
  private final Set<Long> ways = new HashSet<>();
  private final BiFunction<List<byte[]>, SplittableRandom, byte[]> mutation;
  private final Target target;
  private long slowest;

  /**
   * @param corpus good packets to begin with
   * @param mutation makes a new packet of what was kept so far
   */
  public FuzzRun(
      String name,
      List<byte[]> corpus,
      BiFunction<List<byte[]>, SplittableRandom, byte[]> mutation,
      Target target) {
    this.name = name;
    this.corpus = new ArrayList<>(corpus);
    this.mutation = mutation;
    this.target = target;
  }

  /**
   * @return how many different ways were seen
   * @throws AssertionError with the packet that did harm
   */
  public int run(long packets, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // What is loaded and filled once belongs to the beginning.
    long warm = Math.max(1, Math.min(packets / 4, 200_000));
    long heap = 0;
    long begun = System.nanoTime();
    for (long number = 0; number < packets; number++) {
      if (number == warm) {
        heap = heap();
      }
      byte[] packet = mutation.apply(corpus, random);
      long way = take(packet, number, seed);
      if (ways.size() < MOST_WAYS && ways.add(way) && corpus.size() < MOST_KEPT) {
        corpus.add(packet);
      }
      if (number > 0 && number % 1_000_000 == 0) {
        report(number, begun);
      }
    }
    report(packets, begun);
    long growth = heap() - heap;
    System.out.printf(
        Locale.ROOT, "%s: heap %+.1f MiB since packet %d%n", name, growth / 1048576.0, warm);
    if (growth > MOST_GROWTH) {
      throw new AssertionError(name + ": the heap grew by " + growth + " bytes");
    }
    return ways.size();
  }

  private long take(byte[] packet, long number, long seed) {
    try {
      long time = System.nanoTime();
      long way = target.take(packet);
      time = System.nanoTime() - time;
      // The machine may have been busy elsewhere: a slow packet costs this thread much, each time.
      for (int i = 0; i < 5 && time > SLOW; i++) {
        long again = CPU.getCurrentThreadCpuTime();
        target.take(packet);
        time = Math.min(time, CPU.getCurrentThreadCpuTime() - again);
      }
      slowest = Math.max(slowest, time);
      if (time > SLOW) {
        throw new AssertionError("it takes " + time / 1000 + " µs each time");
      }
      return way;
    } catch (Exception | AssertionError harm) {
      String hex = HexFormat.of().formatHex(packet);
      throw new AssertionError(
          name + ", seed " + seed + ", packet " + number + ": " + harm + ": " + hex, harm);
    }
  }

  private void report(long number, long begun) {
    long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    System.out.printf(
        "%s: %d packets in %d s, %d ways, %d kept, slowest %d µs%n",
        name, number, seconds, ways.size(), corpus.size(), slowest / 1000);
  }

  /** What is in use after all garbage is gone. */
  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
