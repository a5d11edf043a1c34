package io.bloomery.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes for many: whatever has queued up while the last transaction was written is
 * the next transaction.
 */
public final class GroupCommit<T> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MOST = 500;

  /** A change; null: the end. */
  private record Entry<T>(T change) {}

  private final BlockingQueue<Entry<T>> queue;
  private final Consumer<List<T>> commit;
  private final BiConsumer<T, RuntimeException> refused;
  private final Thread thread;

  /**
   * @param most how many may wait
   * @param commit makes all of them durable, or throws and none
   * @param refused is told of one that could not be written although it was alone
   */
  public GroupCommit(
      String name, int most, Consumer<List<T>> commit, BiConsumer<T, RuntimeException> refused) {
    queue = new LinkedBlockingQueue<>(most);
    this.commit = commit;
    this.refused = refused;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Queues a change; false if too many wait already. */
  public boolean add(T change) {
    return queue.offer(new Entry<>(change));
  }

  /** How many wait to be written. */
  public int waiting() {
    return queue.size();
  }

  private void run() {
    List<Entry<T>> taken = new ArrayList<>(MOST);
    boolean last = false;
    while (!last) {
      try {
        taken.add(queue.take());
        queue.drainTo(taken, MOST - 1);
        last = taken.removeIf(it -> it.change() == null);
        write(taken.stream().map(Entry::change).toList());
      } catch (InterruptedException stopped) {
        last = true;
      } catch (RuntimeException failed) {
        log.error("after a transaction of {}", thread.getName(), failed);
      } finally {
        taken.clear();
      }
    }
  }

  private void write(List<T> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      commit.accept(batch);
    } catch (RuntimeException why) {
      if (batch.size() > 1) {
        // One bad row must not cost the others theirs.
        batch.forEach(one -> write(List.of(one)));
      } else {
        refused.accept(batch.get(0), why);
      }
    }
  }

  /** Writes what is queued, then stops. */
  @Override
  public void close() {
    try {
      queue.put(new Entry<>(null));
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
