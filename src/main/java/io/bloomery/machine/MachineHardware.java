package io.bloomery.machine;

import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The inventories, as JSON: the latest of each machine, and the one it is measured by. They differ
 * while a change of hardware is not accepted, so a rejected one is seen again the next time.
 */
@Component
public class MachineHardware {
  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  MachineHardware(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What the machine last said it has, empty before commissioning. */
  public Optional<String> latest(String id) {
    return one("SELECT inventory FROM machine_hardware WHERE machine = ?", id);
  }

  /** What it is known and accepted to have, empty before commissioning. */
  public Optional<String> accepted(String id) {
    return one("SELECT COALESCE(accepted, inventory) FROM machine_hardware WHERE machine = ?", id);
  }

  /** From now on, the latest inventory is the accepted one. */
  public void accept(String id) {
    jdbc.update("UPDATE machine_hardware SET accepted = NULL WHERE machine = ?", id);
  }

  /**
   * Stores an inventory; the first is accepted.
   *
   * @param changed whether it differs from the accepted one, which is then kept
   */
  void store(String id, String json, boolean changed) {
    // MySQL assigns from left to right: the former inventory is kept before it is replaced.
    String accepted = changed ? "COALESCE(accepted, inventory)" : "NULL";
    int known =
        jdbc.update(
            "UPDATE machine_hardware SET accepted = "
                + accepted
                + ", inventory = ?, taken_at = ? WHERE machine = ?",
            json,
            clock.millis(),
            id);
    if (known == 0) {
      jdbc.update(
          "INSERT INTO machine_hardware (machine, inventory, taken_at) VALUES (?, ?, ?)",
          id,
          json,
          clock.millis());
    }
  }

  private Optional<String> one(String select, String id) {
    return jdbc.query(select, (row, index) -> row.getString(1), id).stream().findFirst();
  }
}
