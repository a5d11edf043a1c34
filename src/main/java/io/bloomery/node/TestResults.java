package io.bloomery.node;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** How machines did in their hardware tests. */
@Component
public class TestResults {
  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  TestResults(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One run of one test.
   *
   * @param process id of the process instance that ordered it
   * @param task its task, which is also the name of its log
   * @param outcome {@code passed}, {@code failed} or {@code skipped}
   * @param summary one line for people
   */
  public record TestResult(
      String machine,
      String process,
      String task,
      String name,
      String outcome,
      int exitCode,
      int seconds,
      String summary,
      Instant at) {}

  void record(
      String machine, String process, String task, String name, Form answer, String outcome) {
    jdbc.update(
        "INSERT INTO test_result (machine, process, task, name, outcome, exit_code, seconds,"
            + " summary, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        machine,
        process,
        task,
        name,
        outcome,
        answer.number("exit", -1000, 1000, 0),
        answer.number("seconds", 0, 10_000_000, 0),
        answer.text("summary", 1000),
        clock.millis());
  }

  /** The newest first. */
  public List<TestResult> of(String machine, int limit) {
    return jdbc.query(
        "SELECT machine, process, task, name, outcome, exit_code, seconds, summary, at FROM"
            + " test_result WHERE machine = ? ORDER BY id DESC LIMIT ?",
        (row, index) ->
            new TestResult(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getInt(7),
                row.getString(8),
                Instant.ofEpochMilli(row.getLong(9))),
        machine,
        limit);
  }
}
