package io.bloomery.dns;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The records that people put in; what writes joins the caller's transaction. */
final class RecordTable {
  private static final String SELECT = "SELECT id, name, type, ttl, data FROM dns_record ";

  private final JdbcTemplate jdbc;

  RecordTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void all(Consumer<DnsRecord> consumer) {
    RowCallbackHandler each = row -> consumer.accept(record(row));
    jdbc.query(SELECT + "ORDER BY id", each);
  }

  List<DnsRecord> list(long after, int limit) {
    return jdbc.query(
        SELECT + "WHERE id > ? ORDER BY id LIMIT ?", (row, index) -> record(row), after, limit);
  }

  Optional<DnsRecord> find(long id) {
    return jdbc.query(SELECT + "WHERE id = ?", (row, index) -> record(row), id).stream()
        .findFirst();
  }

  int count() {
    Integer count = jdbc.queryForObject("SELECT COUNT(*) FROM dns_record", Integer.class);
    return count == null ? 0 : count;
  }

  /** Its id in the record that is given does not matter. */
  long insert(DnsRecord record) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.update(
        connection -> {
          PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT INTO dns_record (name, type, ttl, data) VALUES (?, ?, ?, ?)",
                  new String[] {"id"});
          statement.setString(1, record.name());
          statement.setString(2, record.type());
          statement.setInt(3, record.ttl());
          statement.setString(4, record.data());
          return statement;
        },
        key);
    return Objects.requireNonNull(key.getKey()).longValue();
  }

  void delete(long id) {
    jdbc.update("DELETE FROM dns_record WHERE id = ?", id);
  }

  private static DnsRecord record(ResultSet row) throws SQLException {
    return new DnsRecord(
        row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5));
  }
}
