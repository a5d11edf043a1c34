package io.bloomery.network.link;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.network.Leases;
import io.bloomery.network.plan.Networks;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What inventories told of network cards, and on which subnet DHCP last heard each before. */
@Component
public class NicReports {
  private final JdbcTemplate jdbc;
  private final Leases leases;
  private final Networks networks;
  private final Clock clock = Clock.systemUTC();

  NicReports(JdbcTemplate jdbc, Leases leases, Networks networks) {
    this.jdbc = jdbc;
    this.leases = leases;
    this.networks = networks;
  }

  /**
   * An inventory lists this card. The subnet is that of the address DHCP lent it, however the
   * request came: by an interface of the controller, or through a relay. A card that DHCP never
   * heard keeps what was known of it.
   *
   * @param name what the in-RAM system calls it
   */
  public void reported(MacAddress mac, String name) {
    if (jdbc.queryForList("SELECT mac FROM nic_report WHERE mac = ?", mac.value()).isEmpty()) {
      jdbc.update("INSERT INTO nic_report (mac) VALUES (?)", mac.value());
    }
    jdbc.update("UPDATE nic_report SET name = ? WHERE mac = ?", name, mac.value());
    leases
        .lastOf(mac)
        .flatMap(networks.plan()::subnetOf)
        .ifPresent(
            subnet ->
                jdbc.update(
                    "UPDATE nic_report SET subnet = ?, seen_at = ? WHERE mac = ?",
                    subnet.id(),
                    clock.millis(),
                    mac.value()));
  }

  /** By card, what is known of those that the machine has now. */
  public Map<MacAddress, NicReport> of(Machine machine) {
    return machine.nics().stream()
        .flatMap(mac -> find(mac).stream())
        .collect(Collectors.toMap(NicReport::mac, Function.identity()));
  }

  private Optional<NicReport> find(MacAddress mac) {
    List<NicReport> found =
        jdbc.query(
            "SELECT name, subnet, seen_at FROM nic_report WHERE mac = ?",
            (row, index) -> {
              long subnet = row.getLong(2);
              long at = row.getLong(3);
              return new NicReport(
                  mac,
                  row.getString(1),
                  subnet == 0 ? null : subnet,
                  subnet == 0 ? null : Instant.ofEpochMilli(at));
            },
            mac.value());
    return found.stream().findFirst();
  }
}
