package io.bloomery.database;

import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Autowired;
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
  /** While many ask, they share one writing in this time; whoever asks alone does not wait. */
  private static final long APART = 50_000_000;

  private final JdbcTemplate jdbc;
  private final String statement;
  private final long apart;
  private final boolean embedded;

  /** What was committed before is in the file, by {@link System#nanoTime}. */
  private volatile long written = System.nanoTime();

  @Autowired
  public Durable(JdbcTemplate jdbc) {
    this(jdbc, "CHECKPOINT", APART);
  }

  private Durable(JdbcTemplate jdbc, String statement, long apart) {
    this.jdbc = jdbc;
    this.statement = statement;
    this.apart = apart;
    ConnectionCallback<String> url = connection -> connection.getMetaData().getURL();
    embedded = String.valueOf(jdbc.execute(url)).startsWith("jdbc:h2:file:");
  }

  /**
   * For one thread that does for many what they asked meanwhile: they share a writing as it is, and
   * time between two would only be lost to them.
   */
  public static Durable withoutDelay(JdbcTemplate jdbc) {
    return new Durable(jdbc, "CHECKPOINT", 0);
  }

  /** The same, and safe against a loss of power as well. */
  public static Durable onDisk(JdbcTemplate jdbc) {
    return new Durable(jdbc, "CHECKPOINT SYNC", 0);
  }

  /**
   * Returns when all that was committed before is in the file. Call it outside of a transaction.
   */
  public void now() {
    until(System.nanoTime());
  }

  /**
   * As {@link #now}, of what was committed until then; nothing to do if it was written since.
   *
   * @param moment by {@link System#nanoTime}
   */
  public void until(long moment) {
    if (embedded && written - moment <= 0) {
      write(moment);
    }
  }

  private synchronized void write(long moment) {
    if (written - moment > 0) {
      return; // by somebody who came later and was faster
    }
    long left = written + apart - System.nanoTime();
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
    long begun = System.nanoTime();
    jdbc.execute(statement);
    written = begun;
  }
}
