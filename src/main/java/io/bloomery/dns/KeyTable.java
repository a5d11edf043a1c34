package io.bloomery.dns;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The keys as they are stored. */
final class KeyTable {
  /** A key with its sealed secret. */
  record Row(DnsKey key, String sealed) {}

  private final JdbcTemplate jdbc;

  KeyTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  List<Row> all() {
    return jdbc.query(
        "SELECT name, algorithm, updates, transfer, secret FROM dns_key",
        (row, index) ->
            new Row(
                new DnsKey(
                    row.getString(1), row.getString(2), names(row.getString(3)), row.getBoolean(4)),
                row.getString(5)));
  }

  void insert(DnsKey key, String sealed) {
    jdbc.update(
        "INSERT INTO dns_key (name, algorithm, updates, transfer, secret) VALUES (?, ?, ?, ?, ?)",
        key.name(),
        key.algorithm(),
        String.join(" ", key.updates()),
        key.transfer(),
        sealed);
  }

  void delete(String name) {
    jdbc.update("DELETE FROM dns_key WHERE name = ?", name);
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
