package io.bloomery.database;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Makes what was committed safe against the death of this process, before somebody outside is told
 * that it was done.
 *
 * <p>The embedded database writes commits to its file up to {@code WRITE_DELAY} milliseconds later:
 * writing each of the many small ones by itself would cost a third of all CPU time. What only the
 * process knows is done again after a crash; what a machine was told it will not say twice. Other
 * databases write with the commit.
 */
@Component
public class Durable {
  private final JdbcTemplate jdbc;
  private final boolean embedded;
  private final AtomicLong written = new AtomicLong(System.nanoTime());

  public Durable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    ConnectionCallback<String> url = connection -> connection.getMetaData().getURL();
    embedded = String.valueOf(jdbc.execute(url)).startsWith("jdbc:h2:file:");
  }

  /**
   * Returns when all that was committed before is in the file. Call it outside of a transaction.
   */
  public void now() {
    if (embedded) {
      long begun = System.nanoTime();
      jdbc.execute("CHECKPOINT");
      written.accumulateAndGet(begun, Math::max);
    }
  }

  /**
   * As {@link #now}, of what was committed until then; nothing to do if it was written since.
   *
   * @param moment by {@link System#nanoTime}
   */
  public void until(long moment) {
    if (written.get() - moment <= 0) {
      now();
    }
  }
}
