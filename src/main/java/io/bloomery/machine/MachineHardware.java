package io.bloomery.machine;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What machines have. The inventories, as JSON: the latest of each machine, and the one it is
 * measured by. They differ while a change of hardware is not accepted, so a rejected one is seen
 * again the next time.
 */
@Component
public class MachineHardware {
  private final JdbcTemplate jdbc;
  private final Machines machines;
  private final MachineEvents events;
  private final HostNics nics;
  private final Clock clock = Clock.systemUTC();

  MachineHardware(JdbcTemplate jdbc, Machines machines, MachineEvents events, HostNics nics) {
    this.jdbc = jdbc;
    this.machines = machines;
    this.events = events;
    this.nics = nics;
  }

  /** What the machine last said it has, empty before commissioning. */
  public Optional<String> latest(String id) {
    return one("SELECT inventory FROM machine_hardware WHERE machine = ?", id);
  }

  /** What it is known and accepted to have, empty before commissioning. */
  public Optional<String> accepted(String id) {
    return one("SELECT COALESCE(accepted, inventory) FROM machine_hardware WHERE machine = ?", id);
  }

  /** From now on, the latest inventory is the accepted one. */
  public void accept(String id) {
    jdbc.update("UPDATE machine_hardware SET accepted = NULL WHERE machine = ?", id);
  }

  /**
   * Stores an inventory and the figures people search by; the first is accepted. A NIC that another
   * machine or a device has stays with that one.
   *
   * @param changed whether it differs from the accepted one, which is then kept
   */
  @Transactional
  public void inventory(
      String id,
      String json,
      boolean changed,
      int cores,
      long memory,
      long disk,
      List<MacAddress> claimed,
      String uuid,
      String serial) {
    Machine machine = machines.get(id);
    List<MacAddress> own = take(machine, MachineRows.nics(machine.mac(), claimed));
    jdbc.update(
        "UPDATE machine SET cores = ?, memory_bytes = ?, disk_bytes = ?, nics = ?, uuid = ?, serial"
            + " = ?, updated_at = ? WHERE id = ?",
        cores,
        memory,
        disk,
        MachineRows.text(own),
        uuid,
        serial,
        clock.millis(),
        id);
    store(id, json, changed);
  }

  /** The claimed ones that it may have; those it has no more are anybody's. */
  private List<MacAddress> take(Machine machine, List<MacAddress> claimed) {
    machine.nics().stream()
        .filter(nic -> !claimed.contains(nic))
        .sorted()
        .forEach(nic -> nics.free(machine.id(), nic));
    // In one order, so that two machines that claim the same ones do not wait for each other.
    Set<MacAddress> own =
        claimed.stream()
            .sorted()
            .filter(nic -> nics.offer(machine.id(), nic))
            .collect(Collectors.toSet());
    for (MacAddress nic : claimed) {
      if (!own.contains(nic)) {
        events.record(
            machine.id(),
            "Inventory",
            "machine",
            "MAC %s belongs to %s and is left there"
                .formatted(nic, nics.nameOfHolder(nic).orElse("another host")));
      }
    }
    return claimed.stream().filter(own::contains).toList();
  }

  private void store(String id, String json, boolean changed) {
    // MySQL assigns from left to right: the former inventory is kept before it is replaced.
    String accepted = changed ? "COALESCE(accepted, inventory)" : "NULL";
    int known =
        jdbc.update(
            "UPDATE machine_hardware SET accepted = "
                + accepted
                + ", inventory = ?, taken_at = ? WHERE machine = ?",
            json,
            clock.millis(),
            id);
    if (known == 0) {
      jdbc.update(
          "INSERT INTO machine_hardware (machine, inventory, taken_at) VALUES (?, ?, ?)",
          id,
          json,
          clock.millis());
    }
  }

  private Optional<String> one(String select, String id) {
    return jdbc.query(select, (row, index) -> row.getString(1), id).stream().findFirst();
  }
}
