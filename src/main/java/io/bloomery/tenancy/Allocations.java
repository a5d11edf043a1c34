package io.bloomery.tenancy;

import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who asked for a machine, who has one, until when. Changes join the transaction of the process
 * that asks for them.
 */
@Component
public class Allocations {
  private static final String SELECT =
      "SELECT id, person, purpose, machine_wish, cores, memory_bytes, architecture, pool, hours,"
          + " machine, requested_at, since_at, until_at, ended_at FROM allocation ";

  private final JdbcTemplate jdbc;
  private final Machines machines;
  private final Clock clock = Clock.systemUTC();

  Allocations(JdbcTemplate jdbc, Machines machines) {
    this.machines = machines;
    this.jdbc = jdbc;
  }

  /** Records a request; {@code id} is the process instance that handles it. */
  public void request(String id, String person, String purpose, Wish wish, int hours) {
    if (hours < 1 || hours > 24 * 365) {
      throw new IllegalArgumentException("hours: " + hours + " (expected: 1 to 8760)");
    }
    jdbc.update(
        "INSERT INTO allocation (id, person, purpose, machine_wish, cores, memory_bytes,"
            + " architecture, pool, hours, requested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        person,
        purpose,
        wish.machine(),
        wish.cores(),
        wish.memoryBytes(),
        wish.architecture(),
        wish.pool(),
        hours,
        clock.millis());
  }

  /**
   * Takes a machine that is Ready and fits, the smallest first, for the person of this request. Two
   * requests never get the same one: the row is taken by a conditional update.
   *
   * @return the machine's id, or empty if none is free
   */
  @Transactional
  public Optional<String> reserve(String id) {
    Allocation request = get(id);
    if (request.machine() != null) {
      return Optional.of(request.machine());
    }
    Wish wish = request.wish();
    List<Object> values =
        new ArrayList<>(
            Arrays.asList(
                wish.cores(),
                wish.memoryBytes(),
                wish.architecture(),
                wish.architecture(),
                wish.pool(),
                wish.pool()));
    if (wish.machine() != null) {
      // By its id: looking for one name among all that are free would read them all.
      Optional<Machine> wanted = machines.find(wish.machine());
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      values.add(wanted.get().id());
    }
    List<String> fitting =
        jdbc.queryForList(
            "SELECT id FROM machine WHERE status = 'READY' AND owner IS NULL AND held_by IS NULL"
                + " AND cores >= ? AND memory_bytes >= ? AND (? IS NULL OR architecture = ?) AND (?"
                + " IS NULL OR pool = ?)"
                + (wish.machine() == null ? "" : " AND id = ?")
                + " ORDER BY cores, memory_bytes, id LIMIT 20",
            String.class,
            values.toArray());
    for (String machine : fitting) {
      int taken =
          jdbc.update(
              "UPDATE machine SET owner = ? WHERE id = ? AND status = 'READY' AND owner IS NULL AND"
                  + " held_by IS NULL",
              request.person(),
              machine);
      if (taken == 1) {
        Instant now = clock.instant();
        jdbc.update(
            "UPDATE allocation SET machine = ?, since_at = ?, until_at = ? WHERE id = ?",
            machine,
            now.toEpochMilli(),
            now.plus(Duration.ofHours(request.hours())).toEpochMilli(),
            id);
        return Optional.of(machine);
      }
    }
    return Optional.empty();
  }

  /** Lets the person keep the machine for longer; answers the new end. */
  @Transactional
  public Instant extend(String id, int hours) {
    if (hours < 1 || hours > 24 * 365) {
      throw new IllegalArgumentException("hours: " + hours + " (expected: 1 to 8760)");
    }
    Instant end = get(id).until().plus(Duration.ofHours(hours));
    jdbc.update("UPDATE allocation SET until_at = ? WHERE id = ?", end.toEpochMilli(), id);
    return end;
  }

  /** The request is over: given back, refused, or given up. */
  public void end(String id) {
    jdbc.update(
        "UPDATE allocation SET ended_at = ? WHERE id = ? AND ended_at IS NULL", clock.millis(), id);
  }

  public Optional<Allocation> find(String id) {
    return jdbc.query(SELECT + "WHERE id = ?", Allocations::read, id).stream().findFirst();
  }

  /** As {@link #find}; an unknown id is the caller's mistake. */
  public Allocation get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "allocation: " + id + " (expected: the id of an allocation)"));
  }

  /** The one that has this machine now. */
  public Optional<Allocation> ofMachine(String machine) {
    return jdbc
        .query(SELECT + "WHERE machine = ? AND ended_at IS NULL", Allocations::read, machine)
        .stream()
        .findFirst();
  }

  /**
   * Those of a person, or of everybody if null, the newest first; {@code before} is the time of the
   * last one seen.
   */
  public List<Allocation> list(String personOrNull, boolean onlyOpen, Instant before, int limit) {
    return jdbc.query(
        SELECT
            + "WHERE (? IS NULL OR person = ?) AND (? = 0 OR ended_at IS NULL) AND requested_at < ?"
            + " ORDER BY requested_at DESC, id LIMIT ?",
        Allocations::read,
        personOrNull,
        personOrNull,
        onlyOpen ? 1 : 0,
        before.toEpochMilli(),
        limit);
  }

  private static Allocation read(ResultSet row, int index) throws SQLException {
    return new Allocation(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        new Wish(
            row.getString(4), row.getInt(5), row.getLong(6), row.getString(7), row.getString(8)),
        row.getInt(9),
        row.getString(10),
        time(row, 11),
        time(row, 12),
        time(row, 13),
        time(row, 14));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
