package io.bloomery.machine;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The history of each machine. An event is written in the transaction of what it tells of. */
@Component
public class MachineEvents {
  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  MachineEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Appends a line; over-long text is cut, because losing the tail is better than losing the step.
   */
  public void record(String machine, String step, String actor, String text) {
    jdbc.update(
        "INSERT INTO machine_event (machine, at, step, actor, text) VALUES (?, ?, ?, ?, ?)",
        machine,
        clock.millis(),
        cut(step, 100),
        cut(actor, 64),
        cut(text, 1000));
  }

  /** The newest events first, those before event {@code beforeId}. */
  public List<MachineEvent> of(String machine, long beforeId, int limit) {
    return jdbc.query(
        "SELECT id, machine, at, step, actor, text FROM machine_event"
            + " WHERE machine = ? AND id < ? ORDER BY id DESC LIMIT ?",
        (row, index) ->
            new MachineEvent(
                row.getLong(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6)),
        machine,
        beforeId,
        limit);
  }

  private static String cut(String text, int length) {
    String given = text == null ? "" : text;
    return given.length() <= length ? given : given.substring(0, length - 1) + "…";
  }
}
