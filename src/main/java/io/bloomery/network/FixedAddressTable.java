package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The durable half of the fixed addresses; its primary key decides who gets one. */
final class FixedAddressTable {
  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  FixedAddressTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Machines had their addresses before this table was. */
  void adoptMachines() {
    List<FixedAddress> lost =
        jdbc.query(
            "SELECT m.address, m.mac, m.id FROM machine m LEFT JOIN fixed_address f ON f.address ="
                + " m.address WHERE m.address IS NOT NULL AND f.address IS NULL",
            (row, index) ->
                new FixedAddress(
                    Ipv4.of(row.getString(1)),
                    new MacAddress(row.getString(2)),
                    row.getString(3),
                    ""));
    lost.forEach(this::insert);
  }

  void delete(Ipv4 address) {
    jdbc.update("DELETE FROM fixed_address WHERE address = ?", address.toString());
  }

  /** A range may have been dynamic a moment ago. */
  boolean lentToAnother(FixedAddress wanted) {
    return !jdbc.queryForList(
            "SELECT mac FROM lease WHERE address = ? AND expires_at > ? AND mac <> ?",
            String.class,
            wanted.address().toString(),
            clock.millis(),
            wanted.mac().value())
        .isEmpty();
  }

  /** What this NIC has in a subnet. */
  List<FixedAddress> of(MacAddress mac, Cidr subnet) {
    return query(
        "WHERE mac = ? AND number BETWEEN ? AND ?",
        mac.value(),
        subnet.network().number(),
        subnet.broadcast().number());
  }

  void insert(FixedAddress one) {
    jdbc.update(
        "INSERT INTO fixed_address (address, number, mac, machine, note, created_at) VALUES (?, ?,"
            + " ?, ?, ?, ?)",
        one.address().toString(),
        one.address().number(),
        one.mac().value(),
        one.machine(),
        one.note(),
        clock.millis());
  }

  List<FixedAddress> query(String where, Object... values) {
    return jdbc.query(
        "SELECT address, mac, machine, note FROM fixed_address " + where,
        (row, index) ->
            new FixedAddress(
                Ipv4.of(row.getString(1)),
                new MacAddress(row.getString(2)),
                row.getString(3),
                row.getString(4)),
        values);
  }
}
