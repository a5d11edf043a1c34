package io.bloomery.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Machines in a database, as if they had come: each with a name, a fixed address in one of five
 * subnets and a lease of it.
 */
final class ManyMachines {
  static final int SUBNETS = 5;

  /** The second number of the first subnet's address, 127.17.0.0/16, which is the settings'. */
  private static final int FIRST = 17;

  private static final int PER_THIRD_NUMBER = 250;

  private ManyMachines() {}

  static String name(int machine) {
    return "pc-" + machine;
  }

  static String mac(int machine) {
    return "02:01:00:%02x:%02x:%02x"
        .formatted(machine >> 16 & 255, machine >> 8 & 255, machine & 255);
  }

  static String address(int machine) {
    int inSubnet = machine / SUBNETS;
    return "127.%d.%d.%d"
        .formatted(
            FIRST + machine % SUBNETS,
            1 + inSubnet / PER_THIRD_NUMBER,
            1 + inSubnet % PER_THIRD_NUMBER);
  }

  /** The beginning of a subnet's addresses, {@code 127.18.}. */
  static String subnet(int number) {
    return "127." + (FIRST + number) + ".";
  }

  /** Puts them in, while no controller has the database. */
  static void put(String url, String user, String password, int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        PreparedStatement machine =
            connection.prepareStatement(
                "INSERT INTO machine (id, name, mac, nics, address, status, firmware, architecture,"
                    + " cores, memory_bytes, disk_bytes, power_state, boot_target, boot_generation,"
                    + " pool, zone, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 'DEPLOYED',"
                    + " 'BIOS', 'x86_64', 1, 1, 1, 'ON', 'LOCAL', 1, 'default', 'default', 0, 0)");
        PreparedStatement host =
            connection.prepareStatement("INSERT INTO host_name (holder, name) VALUES (?, ?)");
        PreparedStatement nic =
            connection.prepareStatement("INSERT INTO host_nic (holder, mac) VALUES (?, ?)");
        PreparedStatement fixed =
            connection.prepareStatement(
                "INSERT INTO fixed_address (machine, mac, address, number, note, created_at) VALUES"
                    + " (?, ?, ?, ?, '', 0)");
        PreparedStatement lease =
            connection.prepareStatement(
                "INSERT INTO lease (mac, address, expires_at) VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      long expires = System.currentTimeMillis() + 3_600_000;
      for (int i = 0; i < count; i++) {
        String id = "b%07d".formatted(i);
        add(machine, id, name(i), mac(i), mac(i), address(i));
        add(host, id, name(i));
        add(nic, id, mac(i));
        add(fixed, id, mac(i), address(i), number(address(i)));
        add(lease, mac(i), address(i), expires);
      }
      machine.executeBatch();
      host.executeBatch();
      nic.executeBatch();
      fixed.executeBatch();
      lease.executeBatch();
      connection.commit();
    }
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.")) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  private static void add(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
