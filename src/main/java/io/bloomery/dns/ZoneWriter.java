package io.bloomery.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: whatever has queued up while the last transaction was written is the next one, and
 * gives each zone one new serial.
 */
final class ZoneWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ZoneWriter.class);
  private static final int MOST = 500;

  private static final Change STOP =
      new Change() {
        @Override
        public boolean apply(Draft draft) {
          return false;
        }

        @Override
        public void done() {}

        @Override
        public void failed(RuntimeException why) {}
      };

  private final BlockingQueue<Change> queue = new LinkedBlockingQueue<>();
  private final Zones zones;
  private final ZoneTable table;
  private final Consumer<Collection<Zone>> published;
  private final Thread thread = new Thread(this::run, "dns-writer");

  /**
   * @param published is told which zones have a new serial, once everybody sees it
   */
  ZoneWriter(Zones zones, ZoneTable table, Consumer<Collection<Zone>> published) {
    this.published = published;
    this.zones = zones;
    this.table = table;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void add(Change change) {
    queue.add(change);
  }

  private void run() {
    List<Change> batch = new ArrayList<>(MOST);
    boolean last = false;
    while (!last) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, MOST - 1);
        last = batch.remove(STOP);
        commit(batch);
      } catch (InterruptedException stopped) {
        last = true;
      } finally {
        batch.clear();
      }
    }
  }

  private void commit(List<Change> batch) {
    Draft draft = new Draft(zones);
    List<Change> applied = new ArrayList<>(batch.size());
    for (Change change : batch) {
      try {
        Draft own = draft.upon();
        if (change.apply(own)) {
          own.keep();
        }
        applied.add(change);
      } catch (RuntimeException wrong) {
        tell(() -> change.failed(wrong));
      }
    }
    Map<Zone, Long> serials = new LinkedHashMap<>();
    draft.touched().forEach(it -> serials.put(it, Zone.next(it.serial())));
    try {
      table.write(serials, applied.stream().flatMap(it -> it.row().stream()).toList());
    } catch (RuntimeException refused) {
      if (applied.size() > 1) {
        // One bad row must not cost the others theirs.
        applied.forEach(it -> commit(List.of(it)));
      } else {
        log.warn("a change of the zones was not stored: {}", refused.toString());
        applied.forEach(it -> tell(() -> it.failed(refused)));
      }
      return;
    }
    zones.publish(draft.nodes(), serials);
    tell(() -> published.accept(serials.keySet()));
    applied.forEach(it -> tell(it::done));
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
    queue.add(STOP);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
