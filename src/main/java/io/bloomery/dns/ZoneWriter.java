package io.bloomery.dns;

import io.bloomery.database.GroupCommit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of the zones durable, many with one transaction, which gives each zone a serial.
 */
final class ZoneWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ZoneWriter.class);

  /** Of what others send. What machines are called must not be lost, and is never refused. */
  private static final int MOST_WAITING = 5_000;

  private final Zones zones;
  private final ZoneTable table;
  private final Consumer<Collection<Zone>> published;
  private final GroupCommit<Change> commits =
      new GroupCommit<>("dns-writer", Integer.MAX_VALUE, this::commit, ZoneWriter::refused);

  /**
   * @param published is told which zones have a new serial, once everybody sees it
   */
  ZoneWriter(Zones zones, ZoneTable table, Consumer<Collection<Zone>> published) {
    this.published = published;
    this.zones = zones;
    this.table = table;
  }

  void start() {
    commits.start();
  }

  void add(Change change) {
    commits.add(change);
  }

  /** Queues a change; false if the database is too far behind. */
  boolean offer(Change change) {
    return commits.waiting() < MOST_WAITING && commits.add(change);
  }

  private void commit(List<Change> batch) {
    Draft draft = new Draft(zones);
    // Nobody is told before it is written: if that fails, each is tried again by itself.
    List<Runnable> told = new ArrayList<>(batch.size());
    for (Change change : batch) {
      try {
        Draft own = draft.upon();
        if (change.apply(own)) {
          own.keep();
        }
        told.add(change::done);
      } catch (RuntimeException wrong) {
        told.add(() -> change.failed(wrong));
      }
    }
    Map<Zone, Long> serials = new LinkedHashMap<>();
    draft.touched().forEach(it -> serials.put(it, Zone.next(it.serial())));
    table.write(serials, draft);
    zones.publish(draft, serials);
    tell(() -> published.accept(serials.keySet()));
    told.forEach(ZoneWriter::tell);
  }

  private static void refused(Change change, RuntimeException why) {
    log.warn("a change of the zones was not stored: {}", why.toString());
    tell(() -> change.failed(why));
  }

  private static void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException failed) {
      log.warn("after a change of the zones: {}", failed.toString());
    }
  }

  /** Writes what is queued, then stops. */
  @Override
  public void close() {
    commits.close();
  }
}
