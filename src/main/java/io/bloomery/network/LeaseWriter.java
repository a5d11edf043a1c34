package io.bloomery.network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

  private static final Entry STOP = new Entry(null, () -> {});

  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>(20_000);
  private final LeaseTable table;
  private final Thread thread = new Thread(this::run, "lease-writer");

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
    boolean last = false;
    while (!last) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, MOST - 1);
        last = batch.remove(STOP);
        if (!batch.isEmpty()) {
          commit(batch);
        }
      } catch (InterruptedException stopped) {
        last = true;
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
    try {
      queue.put(STOP);
      thread.join(10_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
