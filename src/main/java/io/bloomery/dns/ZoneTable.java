package io.bloomery.dns;

import io.bloomery.database.Durable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.xbill.DNS.Name;

/** What of the zones must outlast the controller: how far their serials went. */
final class ZoneTable {
  /**
   * So many serials are taken with one write: a machine's change needs none of its own. After a
   * start the next ones are used, so that a serial never goes back.
   */
  private static final int BLOCK = 1_000;

  private final JdbcTemplate jdbc;
  private final RecordTable records;
  private final TransactionTemplate transaction;
  private final Durable durable;

  /** Up to which serial each zone has leave to go. */
  private final Map<Name, Long> last = new HashMap<>();

  ZoneTable(JdbcTemplate jdbc, RecordTable records, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.records = records;
    transaction = new TransactionTemplate(transactions);
    // RFC 2136 section 3.5: on nonvolatile storage before anybody is told.
    durable = Durable.onDisk(jdbc);
  }

  /** The serial a zone begins with; a later one than any that was seen. */
  long begin(Name zone) {
    String name = zone.toString();
    List<Long> stored =
        jdbc.queryForList("SELECT serial FROM dns_zone WHERE name = ?", Long.class, name);
    // A database that was lost must not make the zone older than its secondaries have it.
    long first = stored.isEmpty() ? Instant.now().getEpochSecond() : Zone.next(stored.get(0));
    long end = first + BLOCK & 0xffffffffL;
    if (stored.isEmpty()) {
      jdbc.update("INSERT INTO dns_zone (serial, name) VALUES (?, ?)", end, name);
    } else {
      jdbc.update("UPDATE dns_zone SET serial = ? WHERE name = ?", end, name);
    }
    durable.now();
    last.put(zone, end);
    return first;
  }

  /** Makes a draft's rows durable, and the serials where they go beyond what was taken. */
  void write(Map<Zone, Long> serials, Draft draft) {
    Map<Name, Long> extended = new HashMap<>();
    serials.forEach(
        (zone, serial) -> {
          if (Zone.later(serial, last.get(zone.name()))) {
            extended.put(zone.name(), serial + BLOCK & 0xffffffffL);
          }
        });
    if (extended.isEmpty() && draft.added().isEmpty() && draft.removed().isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          records.write(draft.removed(), draft.added());
          extended.forEach(
              (zone, serial) ->
                  jdbc.update(
                      "UPDATE dns_zone SET serial = ? WHERE name = ?", serial, zone.toString()));
        });
    durable.now();
    last.putAll(extended);
  }
}
