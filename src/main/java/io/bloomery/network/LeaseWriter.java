package io.bloomery.network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: whatever has queued up while the last transaction was written is the next
 * transaction.
 */
final class LeaseWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseWriter.class);
  private static final int MOST = 500;

  private record Entry(LeaseTable.Change change, Runnable afterCommit) {}

  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>(20_000);
  private final LeaseTable table;
  private final Thread thread = new Thread(this::run, "lease-writer");
  private volatile boolean closed;

  LeaseWriter(LeaseTable table) {
    this.table = table;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Queues a change; false if the database is so far behind that the client had better ask again.
   */
  boolean add(LeaseTable.Change change, Runnable afterCommit) {
    return queue.offer(new Entry(change, afterCommit));
  }

  private void run() {
    List<Entry> batch = new ArrayList<>(MOST);
    while (!closed || !queue.isEmpty()) {
      try {
        Entry first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, MOST - 1);
        commit(batch);
      } catch (InterruptedException stopped) {
        closed = true;
      } finally {
        batch.clear();
      }
    }
  }

  private void commit(List<Entry> batch) {
    try {
      table.write(batch.stream().map(Entry::change).toList());
    } catch (RuntimeException refused) {
      if (batch.size() > 1) {
        // One bad row must not cost the others their leases.
        batch.forEach(entry -> commit(List.of(entry)));
      } else {
        log.warn(
            "{} was not stored, so it is not acknowledged: {}",
            batch.get(0).change(),
            refused.toString());
      }
      return;
    }
    for (Entry entry : batch) {
      try {
        entry.afterCommit().run();
      } catch (RuntimeException failed) {
        log.warn("after {} was stored: {}", entry.change(), failed.toString());
      }
    }
  }

  /** Writes what is queued, then stops. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
