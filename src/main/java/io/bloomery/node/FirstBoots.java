package io.bloomery.node;

import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What installed systems said of themselves when they came up first. */
@Component
public class FirstBoots {
  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  FirstBoots(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  boolean reported(String deployment) {
    return !jdbc.queryForList(
            "SELECT machine FROM first_boot WHERE deployment = ?", String.class, deployment)
        .isEmpty();
  }

  /**
   * The disk has been written anew, or erased: what the system said that was on it counts no more,
   * and its host key is not the next holder's.
   */
  public void forget(String machine) {
    jdbc.update("DELETE FROM first_boot WHERE machine = ?", machine);
  }

  /** Keeps the report; a repeated one replaces it. */
  void record(String machine, String deployment, String hostname, String hostKey) {
    int changed =
        jdbc.update(
            "UPDATE first_boot SET hostname = ?, host_key = ?, at = ? WHERE deployment = ?",
            hostname,
            hostKey,
            clock.millis(),
            deployment);
    if (changed == 0) {
      jdbc.update(
          "INSERT INTO first_boot (deployment, machine, hostname, host_key, at) VALUES (?, ?, ?, ?,"
              + " ?)",
          deployment,
          machine,
          hostname,
          hostKey,
          clock.millis());
    }
  }

  /** The SSH host key of the machine's latest installation, as a line of known_hosts has it. */
  public Optional<String> hostKey(String machine) {
    return jdbc
        .queryForList(
            "SELECT host_key FROM first_boot WHERE machine = ? ORDER BY at DESC LIMIT 1",
            String.class,
            machine)
        .stream()
        .filter(key -> !key.isBlank())
        .findFirst();
  }
}
