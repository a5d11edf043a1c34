package io.bloomery.network;

import io.bloomery.database.Durable;
import io.bloomery.machine.MacAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The durable half of the leases. One thread writes; many changes go into one transaction. */
final class LeaseTable {
  /** A change to be made durable. */
  sealed interface Change permits Lent, Declined {}

  record Lent(Lease lease) implements Change {}

  record Declined(MacAddress by, Ipv4 address, Instant until) implements Change {}

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Durable durable;

  /** What the table holds, so that a write needs no query; only the writing thread touches it. */
  private final Map<MacAddress, Ipv4> rows = new HashMap<>();

  private final Map<Ipv4, MacAddress> holders = new HashMap<>();

  LeaseTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.durable = Durable.withoutDelay(jdbc);
  }

  List<Lease> leases() {
    List<Lease> leases =
        jdbc.query(
            "SELECT mac, address, expires_at, client_id, host_name FROM lease",
            (row, index) ->
                new Lease(
                    new MacAddress(row.getString(1)),
                    Ipv4.of(row.getString(2)),
                    Instant.ofEpochMilli(row.getLong(3)),
                    row.getString(4),
                    row.getString(5)));
    leases.forEach(this::remember);
    return leases;
  }

  Map<Ipv4, Instant> declined(Instant now) {
    jdbc.update("DELETE FROM declined_address WHERE until_time <= ?", now.toEpochMilli());
    Map<Ipv4, Instant> declined = new HashMap<>();
    jdbc.query(
        "SELECT address, until_time FROM declined_address",
        row -> {
          declined.put(Ipv4.of(row.getString(1)), Instant.ofEpochMilli(row.getLong(2)));
        });
    return declined;
  }

  /** Makes all changes durable, in their order, or none of them. */
  void write(List<? extends Change> changes) {
    Map<MacAddress, Lease> lent = new LinkedHashMap<>();
    Map<Ipv4, Declined> declined = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change instanceof Lent write) {
        lent.values().removeIf(other -> other.address().equals(write.lease().address()));
        lent.put(write.lease().mac(), write.lease());
      } else if (change instanceof Declined decline) {
        lent.values().removeIf(other -> other.address().equals(decline.address()));
        declined.put(decline.address(), decline);
      }
    }
    List<Object[]> removed = new ArrayList<>();
    List<Object[]> changed = new ArrayList<>();
    List<Object[]> added = new ArrayList<>();
    Set<MacAddress> gone = new LinkedHashSet<>();
    for (Declined decline : declined.values()) {
      if (decline.address().equals(rows.get(decline.by())) && !lent.containsKey(decline.by())) {
        gone.add(decline.by());
      }
    }
    for (Lease lease : lent.values()) {
      Object[] row = {
        lease.address().toString(),
        lease.expiresAt().toEpochMilli(),
        lease.clientId(),
        lease.hostName(),
        lease.mac().value()
      };
      if (lease.address().equals(rows.get(lease.mac()))) {
        changed.add(row);
        continue;
      }
      // The unique address may still stand with its last holder, and that one may change too:
      // delete first, then add.
      if (rows.containsKey(lease.mac())) {
        gone.add(lease.mac());
      }
      MacAddress holder = holders.get(lease.address());
      if (holder != null) {
        gone.add(holder);
      }
      added.add(row);
    }
    gone.forEach(mac -> removed.add(new Object[] {mac.value()}));
    transaction.executeWithoutResult(status -> write(removed, changed, added, declined));
    gone.forEach(this::forget);
    lent.values().forEach(this::remember);
    durable.now();
  }

  private void write(
      List<Object[]> removed,
      List<Object[]> changed,
      List<Object[]> added,
      Map<Ipv4, Declined> declined) {
    for (Declined decline : declined.values()) {
      String address = decline.address().toString();
      jdbc.update("DELETE FROM declined_address WHERE address = ?", address);
      jdbc.update(
          "INSERT INTO declined_address (until_time, address) VALUES (?, ?)",
          decline.until().toEpochMilli(),
          address);
    }
    if (!removed.isEmpty()) {
      jdbc.batchUpdate("DELETE FROM lease WHERE mac = ?", removed);
    }
    if (!changed.isEmpty()) {
      jdbc.batchUpdate(
          "UPDATE lease SET address = ?, expires_at = ?, client_id = ?, host_name = ? WHERE mac ="
              + " ?",
          changed);
    }
    if (!added.isEmpty()) {
      jdbc.batchUpdate(
          "INSERT INTO lease (address, expires_at, client_id, host_name, mac) VALUES (?, ?, ?, ?,"
              + " ?)",
          added);
    }
  }

  private void remember(Lease lease) {
    forget(lease.mac());
    rows.put(lease.mac(), lease.address());
    holders.put(lease.address(), lease.mac());
  }

  private void forget(MacAddress mac) {
    Ipv4 address = rows.remove(mac);
    if (address != null) {
      holders.remove(address, mac);
    }
  }
}
