package io.bloomery.machine;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The names of all hosts, machines or not: they are in one domain. The primary key decides, so two
 * requests at once cannot both have a name. Everything joins the caller's transaction.
 */
@Component
public class HostNames {
  private final JdbcTemplate jdbc;

  HostNames(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Answers the name if it can be a host's.
   *
   * @throws IllegalArgumentException if it is no DNS label
   */
  public static String checked(String name) {
    return MachineNames.checked(name);
  }

  /**
   * Gives a host its name, instead of the one it has.
   *
   * @param holder id of a machine, or of something else that cannot be taken for one
   * @throws IllegalArgumentException if it is no DNS label, or another host's
   */
  public void give(String holder, String name) {
    checked(name);
    try {
      int known = jdbc.update("UPDATE host_name SET name = ? WHERE holder = ?", name, holder);
      if (known == 0) {
        jdbc.update("INSERT INTO host_name (name, holder) VALUES (?, ?)", name, holder);
      }
    } catch (DuplicateKeyException taken) {
      throw new IllegalArgumentException(
          "name: " + name + " (expected: one that no other machine and no device has)", taken);
    }
  }

  /** The host is gone. */
  public void free(String holder) {
    jdbc.update("DELETE FROM host_name WHERE holder = ?", holder);
  }
}
