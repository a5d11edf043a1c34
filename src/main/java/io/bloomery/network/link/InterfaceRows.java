package io.bloomery.network.link;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The configured interfaces in their tables. Rows are written by their ids alone: where a condition
 * names no row, MariaDB locks the gap, and machines deployed at once would wait for each other in
 * circles.
 */
final class InterfaceRows {
  private static final String LINKS =
      "FROM machine_link l JOIN machine_interface i ON i.id = l.interface ";

  private final JdbcTemplate jdbc;

  InterfaceRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** In the order in which they were given; none if nobody configured the machine. */
  List<MachineInterface> read(String machine) {
    Map<Long, List<Link>> links = new LinkedHashMap<>();
    jdbc.query(
        "SELECT l.interface, l.mode, l.subnet, l.address "
            + LINKS
            + "WHERE i.machine = ? ORDER BY l.id",
        row -> {
          links.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(link(row));
        },
        machine);
    return jdbc.query(
        "SELECT id, name, mac, members, parameters, parent, vlan, mtu FROM machine_interface WHERE"
            + " machine = ? ORDER BY id",
        (row, index) -> one(row, links.getOrDefault(row.getLong(1), List.of())),
        machine);
  }

  /** Puts all of them anew. */
  void write(String machine, Iterable<MachineInterface> all) {
    ids("SELECT id FROM machine_interface WHERE machine = ?", machine)
        .forEach(id -> jdbc.update("DELETE FROM machine_interface WHERE id = ?", id));
    for (MachineInterface one : all) {
      jdbc.update(
          "INSERT INTO machine_interface (machine, name, mac, members, parameters, parent, vlan,"
              + " mtu) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          machine,
          one.name(),
          one.mac() == null ? null : one.mac().value(),
          one.bond() == null ? null : String.join(",", one.bond().members()),
          one.bond() == null ? null : text(one.bond().parameters()),
          one.tag() == null ? null : one.tag().parent(),
          one.tag() == null ? null : one.tag().vlan(),
          one.mtu());
      long id =
          ids(
                  "SELECT id FROM machine_interface WHERE machine = ? AND name = ?",
                  machine,
                  one.name())
              .get(0);
      for (Link link : one.links()) {
        jdbc.update(
            "INSERT INTO machine_link (interface, mode, subnet, address) VALUES (?, ?, ?, ?)",
            id,
            link.mode().name(),
            link.subnet(),
            link.address() == null ? null : link.address().toString());
      }
    }
  }

  /** Stores which address an AUTO link has now. */
  void address(String machine, String name, long subnet, Ipv4 addressOrNull) {
    ids(
            "SELECT l.id " + LINKS + "WHERE i.machine = ? AND i.name = ? AND l.subnet = ?",
            machine,
            name,
            subnet)
        .forEach(
            id ->
                jdbc.update(
                    "UPDATE machine_link SET address = ? WHERE id = ?",
                    addressOrNull == null ? null : addressOrNull.toString(),
                    id));
  }

  /** Ids of the machines that have this address at an interface. */
  List<String> holders(Ipv4 address) {
    return jdbc.queryForList(
        "SELECT i.machine " + LINKS + "WHERE l.address = ?", String.class, address.toString());
  }

  /** By machine, what each has at its interfaces. */
  Map<String, List<NamedAddress>> addresses(String where, Object... values) {
    Map<String, List<NamedAddress>> found = new LinkedHashMap<>();
    jdbc.query(
        "SELECT i.machine, i.name, l.address "
            + LINKS
            + "WHERE l.address IS NOT NULL "
            + where
            + " ORDER BY l.id",
        row -> {
          found
              .computeIfAbsent(row.getString(1), id -> new ArrayList<>())
              .add(new NamedAddress(row.getString(2), Ipv4.of(row.getString(3))));
        },
        values);
    return found;
  }

  private List<Long> ids(String select, Object... values) {
    return jdbc.queryForList(select, Long.class, values);
  }

  private static MachineInterface one(ResultSet row, List<Link> links) throws SQLException {
    String mac = row.getString(3);
    String members = row.getString(4);
    String parent = row.getString(6);
    long vlan = row.getLong(7);
    int mtu = row.getInt(8);
    return new MachineInterface(
        row.getString(2),
        mac == null ? null : new MacAddress(mac),
        members == null
            ? null
            : new MachineInterface.Bond(List.of(members.split(",")), parameters(row.getString(5))),
        parent == null ? null : new MachineInterface.Tag(parent, vlan),
        mtu == 0 ? null : mtu,
        links);
  }

  private static Link link(ResultSet row) throws SQLException {
    long subnet = row.getLong(3);
    String address = row.getString(4);
    return new Link(
        LinkMode.valueOf(row.getString(2)),
        subnet == 0 ? null : subnet,
        address == null ? null : Ipv4.of(address));
  }

  /** A parameter in each line; no name has an equals sign. */
  private static String text(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(it -> it.getKey() + "=" + it.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> parameters(String text) {
    return text.lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(it -> it[0], it -> it[1]));
  }
}
