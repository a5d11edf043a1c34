package io.bloomery.network.plan;

import io.bloomery.network.AddressRange;
import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The plan in its tables. */
final class PlanRows {
  private final JdbcTemplate jdbc;

  PlanRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Counts a change, and keeps others from making one before this transaction ends. */
  void lock() {
    jdbc.update("UPDATE network_version SET version = version + 1 WHERE id = 1");
  }

  /** Keeps others from making a change, or from doing this, before this transaction ends. */
  long hold() {
    return version("SELECT version FROM network_version WHERE id = 1 FOR UPDATE");
  }

  long version() {
    return version("SELECT version FROM network_version WHERE id = 1");
  }

  private long version(String select) {
    Long version = jdbc.queryForObject(select, Long.class);
    return version == null ? 0 : version;
  }

  /**
   * All of it.
   *
   * @throws IllegalArgumentException if its parts contradict each other
   */
  Plan read() {
    // First, so that what changes meanwhile is known to be newer, and read again.
    long version = version();
    Map<Long, List<SubnetRange>> ranges = new HashMap<>();
    jdbc.query(
        "SELECT subnet, id, kind, first_address, last_address, note FROM subnet_range ORDER BY id",
        row -> {
          ranges.computeIfAbsent(row.getLong(1), subnet -> new ArrayList<>()).add(range(row));
        });
    Map<Long, List<StaticRoute>> routes = new HashMap<>();
    jdbc.query(
        "SELECT subnet, destination, via FROM subnet_route ORDER BY id",
        row -> {
          routes
              .computeIfAbsent(row.getLong(1), subnet -> new ArrayList<>())
              .add(new StaticRoute(Cidr.of(row.getString(2)), Ipv4.of(row.getString(3))));
        });
    return new Plan(
        version,
        jdbc.query(
            "SELECT id, name FROM fabric ORDER BY id",
            (row, index) -> new Fabric(row.getLong(1), row.getString(2))),
        jdbc.query(
            "SELECT id, fabric, vid, name, mtu, dhcp, device, relays FROM vlan ORDER BY id",
            (row, index) -> vlan(row)),
        jdbc.query(
            "SELECT id, vlan, name, cidr, gateway, dns_servers, ntp_servers, log_server, managed,"
                + " from_settings FROM subnet ORDER BY id",
            (row, index) -> subnet(row, ranges, routes)));
  }

  long add(Fabric fabric) {
    return insert("INSERT INTO fabric (name) VALUES (?)", fabric.name());
  }

  void change(Fabric fabric) {
    jdbc.update("UPDATE fabric SET name = ? WHERE id = ?", fabric.name(), fabric.id());
  }

  long add(Vlan vlan) {
    return insert(
        "INSERT INTO vlan (fabric, vid, name, mtu, dhcp, device, relays) VALUES (?, ?, ?, ?, ?, ?,"
            + " ?)",
        vlan.fabric(),
        vlan.vid(),
        vlan.name(),
        vlan.mtu(),
        vlan.dhcp(),
        vlan.device(),
        text(vlan.relays()));
  }

  void change(Vlan vlan) {
    jdbc.update(
        "UPDATE vlan SET fabric = ?, vid = ?, name = ?, mtu = ?, dhcp = ?, device = ?, relays = ?"
            + " WHERE id = ?",
        vlan.fabric(),
        vlan.vid(),
        vlan.name(),
        vlan.mtu(),
        vlan.dhcp(),
        vlan.device(),
        text(vlan.relays()),
        vlan.id());
  }

  long add(Subnet subnet) {
    long id =
        insert(
            "INSERT INTO subnet (vlan, name, cidr, gateway, dns_servers, ntp_servers, log_server,"
                + " managed, from_settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            subnet.vlan(),
            subnet.name(),
            subnet.cidr().toString(),
            text(subnet.gateway()),
            text(subnet.dnsServers()),
            text(subnet.ntpServers()),
            text(subnet.logServer()),
            subnet.managed(),
            subnet.fromSettings());
    addParts(id, subnet);
    return id;
  }

  void change(Subnet subnet) {
    jdbc.update(
        "UPDATE subnet SET vlan = ?, name = ?, cidr = ?, gateway = ?, dns_servers = ?, ntp_servers"
            + " = ?, log_server = ?, managed = ?, from_settings = ? WHERE id = ?",
        subnet.vlan(),
        subnet.name(),
        subnet.cidr().toString(),
        text(subnet.gateway()),
        text(subnet.dnsServers()),
        text(subnet.ntpServers()),
        text(subnet.logServer()),
        subnet.managed(),
        subnet.fromSettings(),
        subnet.id());
    jdbc.update("DELETE FROM subnet_route WHERE subnet = ?", subnet.id());
    jdbc.update("DELETE FROM subnet_range WHERE subnet = ?", subnet.id());
    addParts(subnet.id(), subnet);
  }

  void remove(String table, long id) {
    jdbc.update("DELETE FROM " + table + " WHERE id = ?", id);
  }

  /** The fixed addresses in this part of all addresses, the lowest first, some of them. */
  List<Ipv4> fixed(AddressRange part, int limit) {
    return jdbc.query(
        "SELECT address FROM fixed_address WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?",
        (row, index) -> Ipv4.of(row.getString(1)),
        part.first().number(),
        part.last().number(),
        limit);
  }

  private void addParts(long subnet, Subnet of) {
    for (SubnetRange range : of.ranges()) {
      // A range keeps its id as long as it is there.
      String sql =
          "INSERT INTO subnet_range (kind, first_address, last_address, note, subnet%s) VALUES (?,"
              + " ?, ?, ?, ?%s)";
      List<Object> values =
          new ArrayList<>(
              List.of(
                  range.kind().name(),
                  range.addresses().first().toString(),
                  range.addresses().last().toString(),
                  range.note(),
                  subnet));
      if (range.id() > 0) {
        values.add(range.id());
      }
      boolean known = range.id() > 0;
      jdbc.update(sql.formatted(known ? ", id" : "", known ? ", ?" : ""), values.toArray());
    }
    for (StaticRoute route : of.routes()) {
      jdbc.update(
          "INSERT INTO subnet_route (subnet, destination, via) VALUES (?, ?, ?)",
          subnet,
          route.to().toString(),
          route.via().toString());
    }
  }

  /** Names of a few machines whose interfaces are in this subnet, by links. */
  List<String> linked(long subnet) {
    return jdbc.queryForList(
        "SELECT DISTINCT m.name FROM machine m JOIN machine_interface i ON i.machine = m.id JOIN"
            + " machine_link l ON l.interface = i.id WHERE l.subnet = ? LIMIT 3",
        String.class,
        subnet);
  }

  /** Names of a few machines that have an interface with this VLAN's tag. */
  List<String> tagged(long vlan) {
    return jdbc.queryForList(
        "SELECT DISTINCT m.name FROM machine m JOIN machine_interface i ON i.machine = m.id WHERE"
            + " i.vlan = ? LIMIT 3",
        String.class,
        vlan);
  }

  private long insert(String sql, Object... values) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.update(
        connection -> {
          PreparedStatement statement =
              connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
          for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
          }
          return statement;
        },
        key);
    Number id = key.getKey();
    if (id == null) {
      throw new IllegalStateException("the database gave no id: " + sql);
    }
    return id.longValue();
  }

  private static SubnetRange range(ResultSet row) throws SQLException {
    return new SubnetRange(
        row.getLong(2),
        SubnetRange.Kind.valueOf(row.getString(3)),
        new AddressRange(Ipv4.of(row.getString(4)), Ipv4.of(row.getString(5))),
        row.getString(6));
  }

  private static Vlan vlan(ResultSet row) throws SQLException {
    return new Vlan(
        row.getLong(1),
        row.getLong(2),
        row.getInt(3),
        row.getString(4),
        row.getInt(5),
        row.getBoolean(6),
        row.getString(7),
        addresses(row.getString(8)));
  }

  private static Subnet subnet(
      ResultSet row, Map<Long, List<SubnetRange>> ranges, Map<Long, List<StaticRoute>> routes)
      throws SQLException {
    long id = row.getLong(1);
    return new Subnet(
        id,
        row.getLong(2),
        row.getString(3),
        Cidr.of(row.getString(4)),
        address(row.getString(5)),
        addresses(row.getString(6)),
        addresses(row.getString(7)),
        address(row.getString(8)),
        row.getBoolean(9),
        row.getBoolean(10),
        ranges.getOrDefault(id, List.of()),
        routes.getOrDefault(id, List.of()));
  }

  private static Ipv4 address(String text) {
    return text == null ? null : Ipv4.of(text);
  }

  private static List<Ipv4> addresses(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Ipv4::of).toList();
  }

  private static String text(Ipv4 address) {
    return address == null ? null : address.toString();
  }

  private static String text(List<Ipv4> addresses) {
    return addresses.stream().map(Ipv4::toString).collect(Collectors.joining(","));
  }
}
