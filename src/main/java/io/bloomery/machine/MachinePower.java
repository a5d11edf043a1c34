package io.bloomery.machine;

import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** How the power of machines is controlled, and what was last read back. */
@Component
public class MachinePower {
  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  MachinePower(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Stores how a machine's power is controlled; the settings come sealed. */
  public void configure(String id, String driver, String sealedSettings) {
    // At once: one driver must never be given another one's settings.
    jdbc.update(
        "UPDATE machine SET power_driver = ?, power_settings = ?, updated_at = ? WHERE id = ?",
        driver,
        sealedSettings,
        clock.millis(),
        id);
  }

  /** The sealed settings. */
  public Optional<String> settings(String id) {
    return jdbc
        .query(
            "SELECT power_settings FROM machine WHERE id = ?",
            (row, index) -> Optional.ofNullable(row.getString(1)),
            id)
        .stream()
        .findFirst()
        .flatMap(settings -> settings);
  }

  /** Stores what was read back from its power control. */
  public void state(String id, PowerState state) {
    jdbc.update(
        "UPDATE machine SET power_state = ? WHERE id = ? AND power_state <> ?",
        state.name(),
        id,
        state.name());
  }
}
