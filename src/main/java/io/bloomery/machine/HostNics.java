package io.bloomery.machine;

import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The network cards of all hosts, machines or not, by MAC address. The primary key decides, so two
 * requests at once cannot both have one. Everything joins the caller's transaction.
 */
@Component
public class HostNics {
  private final JdbcTemplate jdbc;

  HostNics(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Gives a host this card.
   *
   * @param holder as {@link HostNames#give} has it
   * @throws DuplicateKeyException if some host has it
   */
  public void give(String holder, MacAddress mac) {
    jdbc.update("INSERT INTO host_nic (mac, holder) VALUES (?, ?)", mac.value(), holder);
  }

  /** As {@link #give}, but leaves it where it is. False if another host has it. */
  boolean offer(String holder, MacAddress mac) {
    Optional<String> has = holder(mac);
    if (has.isEmpty()) {
      try {
        give(holder, mac);
        return true;
      } catch (DuplicateKeyException sameMoment) {
        has = holder(mac);
      }
    }
    return has.filter(holder::equals).isPresent();
  }

  /** What the host that has this card is called. */
  Optional<String> nameOfHolder(MacAddress mac) {
    return jdbc
        .queryForList(
            "SELECT COALESCE(h.name, n.holder) FROM host_nic n LEFT JOIN host_name h ON h.holder ="
                + " n.holder WHERE n.mac = ?",
            String.class,
            mac.value())
        .stream()
        .findFirst();
  }

  private Optional<String> holder(MacAddress mac) {
    List<String> found =
        jdbc.queryForList("SELECT holder FROM host_nic WHERE mac = ?", String.class, mac.value());
    return found.stream().findFirst();
  }

  /** The host no longer has this card. */
  public void free(String holder, MacAddress mac) {
    jdbc.update("DELETE FROM host_nic WHERE mac = ? AND holder = ?", mac.value(), holder);
  }

  /** The host is gone. */
  public void free(String holder) {
    jdbc.update("DELETE FROM host_nic WHERE holder = ?", holder);
  }
}
