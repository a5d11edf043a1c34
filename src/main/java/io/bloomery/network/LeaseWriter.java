package io.bloomery.network;

import io.bloomery.database.GroupCommit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes leases durable, many with one transaction, and tells when they are. */
final class LeaseWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseWriter.class);
  private static final int MOST_WAITING = 20_000;

  private record Entry(LeaseTable.Change change, Runnable afterCommit) {}

  private final LeaseTable table;
  private final GroupCommit<Entry> commits =
      new GroupCommit<>("lease-writer", MOST_WAITING, this::commit, LeaseWriter::refused);

  LeaseWriter(LeaseTable table) {
    this.table = table;
    commits.start();
  }

  /**
   * Queues a change; false if the database is so far behind that the client had better ask again.
   */
  boolean add(LeaseTable.Change change, Runnable afterCommit) {
    return commits.add(new Entry(change, afterCommit));
  }

  private void commit(List<Entry> batch) {
    table.write(batch.stream().map(Entry::change).toList());
    for (Entry entry : batch) {
      try {
        entry.afterCommit().run();
      } catch (RuntimeException failed) {
        log.warn("after {} was stored: {}", entry.change(), failed.toString());
      }
    }
  }

  private static void refused(Entry entry, RuntimeException why) {
    log.warn("{} was not stored, so it is not acknowledged: {}", entry.change(), why.toString());
  }

  /** Writes what is queued, then stops. */
  @Override
  public void close() {
    commits.close();
  }
}
