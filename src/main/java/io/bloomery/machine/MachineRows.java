package io.bloomery.machine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a machine stands in its table. */
final class MachineRows {
  static final String COLUMNS =
      "m.id, m.name, m.status, m.mac, m.nics, m.uuid, m.serial, m.firmware, m.architecture,"
          + " m.cores, m.memory_bytes, m.disk_bytes, m.power_driver, m.power_state, m.boot_target,"
          + " m.boot_generation, m.held_by, m.held_for, m.owner, m.address, m.image, m.pool,"
          + " m.zone, m.created_at, m.updated_at";

  private MachineRows() {}

  static Machine read(ResultSet row, int index) throws SQLException {
    return new Machine(
        row.getString(1),
        row.getString(2),
        MachineStatus.valueOf(row.getString(3)),
        new MacAddress(row.getString(4)),
        Arrays.stream(row.getString(5).split(",")).map(MacAddress::new).toList(),
        row.getString(6),
        row.getString(7),
        Firmware.valueOf(row.getString(8)),
        row.getString(9),
        row.getInt(10),
        row.getLong(11),
        row.getLong(12),
        row.getString(13),
        PowerState.valueOf(row.getString(14)),
        BootTarget.valueOf(row.getString(15)),
        row.getInt(16),
        row.getString(17),
        row.getString(18),
        row.getString(19),
        row.getString(20),
        row.getString(21),
        row.getString(22),
        row.getString(23),
        Instant.ofEpochMilli(row.getLong(24)),
        Instant.ofEpochMilli(row.getLong(25)));
  }

  /** The boot NIC first, each once. */
  static List<MacAddress> nics(MacAddress boot, List<MacAddress> nics) {
    return Stream.concat(Stream.of(boot), nics.stream()).distinct().limit(50).toList();
  }

  static String text(List<MacAddress> nics) {
    return nics.stream().map(MacAddress::value).collect(Collectors.joining(","));
  }
}
