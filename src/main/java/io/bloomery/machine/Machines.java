package io.bloomery.machine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every machine, by id, name, address or NIC. Changes join the caller's transaction, so a machine's
 * row and the token of the process that moved it are one commit.
 */
@Component
public class Machines {
  private static final String SELECT = "SELECT " + MachineRows.COLUMNS + " FROM machine m ";

  private final JdbcTemplate jdbc;
  private final MachineEvents events;
  private final ApplicationEventPublisher published;
  private final HostNames names;
  private final HostNics nics;
  private final Clock clock = Clock.systemUTC();

  Machines(
      JdbcTemplate jdbc,
      MachineEvents events,
      ApplicationEventPublisher published,
      HostNames names,
      HostNics nics) {
    this.jdbc = jdbc;
    this.events = events;
    this.published = published;
    this.names = names;
    this.nics = nics;
  }

  /** The machine with this id, or else this name. */
  public Optional<Machine> find(String idOrName) {
    List<Machine> found = jdbc.query(SELECT + "WHERE m.id = ?", MachineRows::read, idOrName);
    return found.isEmpty() ? one("WHERE m.name = ?", idOrName) : Optional.of(found.get(0));
  }

  /**
   * As {@link #find}.
   *
   * @throws UnknownMachine if there is none
   */
  public Machine get(String idOrName) {
    return find(idOrName).orElseThrow(() -> new UnknownMachine(idOrName));
  }

  /** The machine that has this NIC. */
  public Optional<Machine> byMac(MacAddress mac) {
    return one("JOIN host_nic n ON n.holder = m.id WHERE n.mac = ?", mac.value());
  }

  /** The machine this address is reserved for. */
  public Optional<Machine> byAddress(String ipv4) {
    return one("WHERE m.address = ?", ipv4);
  }

  /** One page, by id. */
  public List<Machine> list(MachineFilter filter) {
    StringBuilder where = new StringBuilder("WHERE m.id > ?");
    List<Object> values = new ArrayList<>(List.of(filter.after() == null ? "" : filter.after()));
    if (!filter.statuses().isEmpty()) {
      where
          .append(" AND m.status IN (?")
          .append(", ?".repeat(filter.statuses().size() - 1))
          .append(')');
      filter.statuses().forEach(status -> values.add(status.name()));
    }
    if (filter.owner() != null) {
      where.append(" AND m.owner = ?");
      values.add(filter.owner());
    }
    if (filter.pool() != null) {
      where.append(" AND m.pool = ?");
      values.add(filter.pool());
    }
    if (filter.text() != null) {
      where.append(" AND LOCATE(?, m.name) > 0");
      values.add(filter.text());
    }
    values.add(filter.limit());
    return jdbc.query(
        SELECT + where + " ORDER BY m.id LIMIT ?", MachineRows::read, values.toArray());
  }

  /**
   * Records a machine nobody knew, as New, under a name made of its id. Asked twice, it answers the
   * same machine. Of its NICs it gets the one it booted from; the others it only claims, and might
   * claim from a machine that has not come yet.
   *
   * @throws DuplicateKeyException if a device has that NIC, or another request records it now
   */
  @Transactional
  public Machine enlist(Sighting seen) {
    Optional<Machine> known = byMac(seen.mac());
    if (known.isPresent()) {
      return known.get();
    }
    String id = MachineNames.newId();
    long now = clock.millis();
    jdbc.update(
        "INSERT INTO machine (id, name, status, mac, nics, uuid, serial, firmware, architecture,"
            + " cores, memory_bytes, disk_bytes, power_state, boot_target, boot_generation, pool,"
            + " zone, created_at, updated_at) VALUES (?, ?, 'NEW', ?, ?, ?, ?, ?, ?, ?, ?, 0, 'ON',"
            + " 'EPHEMERAL', 0, 'default', 'default', ?, ?)",
        id,
        id,
        seen.mac().value(),
        seen.mac().value(),
        seen.uuid(),
        seen.serial(),
        seen.firmware().name(),
        seen.architecture(),
        seen.cores(),
        seen.memoryBytes(),
        now,
        now);
    names.give(id, id);
    nics.give(id, seen.mac());
    return get(id);
  }

  /**
   * Moves a machine to another status and writes the event; being there already is no move.
   *
   * @throws IllegalMove if the table of transitions does not allow it
   */
  @Transactional
  public void moveTo(String id, MachineStatus next, String step, String actor) {
    Machine machine = get(id);
    if (machine.status() == next) {
      return;
    }
    if (!machine.status().allows(next)) {
      throw new IllegalMove(machine, next);
    }
    // What was read may be over: two moves at once from one status are not both allowed.
    int moved =
        jdbc.update(
            "UPDATE machine SET status = ?, updated_at = ? WHERE id = ? AND status = ?",
            next.name(),
            clock.millis(),
            id,
            machine.status().name());
    if (moved == 0) {
      throw new IllegalMove(get(id), next);
    }
    events.record(id, step, actor, machine.status().label() + " → " + next.label());
  }

  /**
   * Lets one process hold the machine. Asked again by the holder, or by a process the holder
   * called, nothing changes.
   *
   * @param parent the calling process instance, or null
   * @throws MachineBusy if another one holds it
   */
  @Transactional
  public void hold(String id, String process, String instance, String parent) {
    int taken =
        jdbc.update(
            "UPDATE machine SET held_by = ?, held_for = ? WHERE id = ? AND held_by IS NULL",
            instance,
            process,
            id);
    if (taken == 1) {
      return;
    }
    Machine machine = get(id);
    if (machine.heldBy() != null
        && !machine.heldBy().equals(instance)
        && !machine.heldBy().equals(parent)) {
      throw new MachineBusy(machine, process);
    }
  }

  /** Ends the hold if this instance has it. */
  public void letGo(String id, String instance) {
    jdbc.update(
        "UPDATE machine SET held_by = NULL, held_for = NULL WHERE id = ? AND held_by = ?",
        id,
        instance);
  }

  /**
   * Sets what the machine gets when it asks the network; an ordered boot makes all earlier boot
   * sessions stale.
   */
  public void bootFrom(String id, BootTarget target) {
    int counted = target == BootTarget.EPHEMERAL ? 1 : 0;
    jdbc.update(
        "UPDATE machine SET boot_target = ?, boot_generation = boot_generation + ?, updated_at = ?"
            + " WHERE id = ?",
        target.name(),
        counted,
        clock.millis(),
        id);
  }

  /** Makes all earlier boot tokens and boot sessions stale; it is known to be off. */
  public void countBoot(String id) {
    jdbc.update("UPDATE machine SET boot_generation = boot_generation + 1 WHERE id = ?", id);
  }

  /** Gives it a host name, one DNS label that no other host has. */
  @Transactional
  public void rename(String id, String name) {
    names.give(id, name);
    set(id, "name", name);
    published.publishEvent(new MachineChanged(id));
  }

  public void owner(String id, String ownerOrNull) {
    set(id, "owner", ownerOrNull);
  }

  public void address(String id, String addressOrNull) {
    set(id, "address", addressOrNull);
    published.publishEvent(new MachineChanged(id));
  }

  public void image(String id, String digestOrNull) {
    set(id, "image", digestOrNull);
  }

  public void place(String id, String pool, String zone) {
    set(id, "pool", MachineNames.checked(pool));
    set(id, "zone", MachineNames.checked(zone));
  }

  /** Removes a machine that was rejected; it will be New again when it boots again. */
  @Transactional
  public void forget(String id) {
    jdbc.update("DELETE FROM machine_hardware WHERE machine = ?", id);
    jdbc.update("DELETE FROM machine_event WHERE machine = ?", id);
    jdbc.update("DELETE FROM machine WHERE id = ?", id);
    names.free(id);
    nics.free(id);
    published.publishEvent(new MachineChanged(id));
  }

  /** Whether at least this many machines have this status. */
  public boolean haveAtLeast(int count, MachineStatus status) {
    // Stops counting there: it is asked for every machine that comes.
    Integer counted =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM (SELECT id FROM machine WHERE status = ? LIMIT ?) some_machines",
            Integer.class,
            status.name(),
            count);
    return counted != null && counted >= count;
  }

  private Optional<Machine> one(String where, Object value) {
    return jdbc.query(SELECT + where, MachineRows::read, value).stream().findFirst();
  }

  private void set(String id, String column, Object value) {
    jdbc.update(
        "UPDATE machine SET " + column + " = ?, updated_at = ? WHERE id = ?",
        value,
        clock.millis(),
        id);
  }
}
