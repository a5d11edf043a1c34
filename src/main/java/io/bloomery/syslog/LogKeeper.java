package io.bloomery.syslog;

import io.bloomery.network.Ipv4;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the thread that receives them, which must not wait for a database or a disk,
 * and puts them into the logs of the machines they come from.
 */
final class LogKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);
  private static final int MOST = 5_000;
  private static final long MOST_WAITING = 32 << 20;

  /** What comes meanwhile is written with one opening of a machine's file. */
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

  /** syslog.warning */
  private static final int OURS = 5 << 3 | 4;

  /**
   * @param lost how many messages of this sender were lost before
   */
  private record Heard(long micros, Ipv4 from, byte[] message, boolean cut, int lost) {}

  private static final Heard STOP = new Heard(0, Ipv4.NONE, new byte[0], false, 0);

  private final BlockingQueue<Heard> queue = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final Senders senders;
  private final MachineLogs logs;
  private final Thread thread = new Thread(this::run, "syslog-keeper");
  private long last;
  private long told = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  LogKeeper(Senders senders, MachineLogs logs) {
    this.senders = senders;
    this.logs = logs;
    thread.setDaemon(true);
    thread.start();
  }

  /** For the receiving thread alone; false: it is so far behind that the message is lost. */
  boolean keep(Ipv4 from, ByteBuffer message, boolean cut, int lost) {
    if (waiting.get() > MOST_WAITING) {
      return false;
    }
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    // No two messages have the same time, so that it says where a reader was.
    last = Math.max(last + 2, LogLine.micros(Instant.now()));
    waiting.addAndGet(bytes.length);
    queue.add(new Heard(last, from, bytes, cut, lost));
    return true;
  }

  private void run() {
    List<Heard> batch = new ArrayList<>(MOST);
    boolean over = false;
    while (!over) {
      try {
        batch.add(queue.take());
        LockSupport.parkNanos(GATHER);
        queue.drainTo(batch, MOST - 1);
        over = batch.remove(STOP);
        store(batch);
      } catch (RuntimeException lost) {
        warn("messages are lost: " + lost);
      } catch (InterruptedException stopped) {
        over = true;
      } finally {
        batch.forEach(it -> waiting.addAndGet(-it.message().length));
        batch.clear();
      }
    }
  }

  private void store(List<Heard> batch) {
    Map<String, List<LogLine>> lines = new LinkedHashMap<>();
    for (Heard heard : batch) {
      machine(heard.from())
          .map(it -> lines.computeIfAbsent(it, id -> new ArrayList<>()))
          .ifPresent(of -> add(of, heard));
    }
    lines.forEach(
        (machine, its) -> {
          try {
            logs.append(machine, its);
          } catch (IOException | RuntimeException refused) {
            warn("the log of machine " + machine + " is not kept: " + refused);
          }
        });
  }

  private static void add(List<LogLine> lines, Heard heard) {
    if (heard.lost() > 0) {
      String text = heard.lost() + " messages were lost: more than bloomery.syslog.rate";
      lines.add(
          new LogLine(LogLine.instant(heard.micros() - 1), OURS, "bloomery", "", "", "", text));
    }
    LogLine line = LogLine.of(heard.micros(), SyslogMessage.of(heard.message()));
    lines.add(heard.cut() ? line.cut() : line);
  }

  private Optional<String> machine(Ipv4 from) {
    try {
      return senders.machine(from);
    } catch (RuntimeException later) {
      warn("messages of " + from + " are lost: " + later);
      return Optional.empty();
    }
  }

  /** At most one a minute. */
  private void warn(String text) {
    long now = System.nanoTime();
    if (now - told > TimeUnit.MINUTES.toNanos(1)) {
      told = now;
      log.warn("{}", text);
    }
  }

  /** Writes what is queued, then stops. */
  @Override
  public void close() {
    queue.add(STOP);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
