package io.bloomery.node;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Proof that a machine's disks were erased. */
@Component
public class EraseCertificates {
  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  EraseCertificates(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One erasing of all disks of a machine.
   *
   * @param process id of the process instance that ordered it
   * @param certificate JSON as the machine made it: disks, method, samples, seconds
   */
  public record Certificate(String machine, String process, String certificate, Instant at) {}

  void record(String machine, String process, String certificate) {
    jdbc.update(
        "INSERT INTO erase_certificate (machine, process, certificate, at) VALUES (?, ?, ?, ?)",
        machine,
        process,
        certificate,
        clock.millis());
  }

  /** The newest first. */
  public List<Certificate> of(String machine, int limit) {
    return jdbc.query(
        "SELECT machine, process, certificate, at FROM erase_certificate WHERE machine = ? ORDER BY"
            + " id DESC LIMIT ?",
        (row, index) ->
            new Certificate(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4))),
        machine,
        limit);
  }
}
