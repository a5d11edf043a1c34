package io.bloomery.dns;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The records that people put in; what writes joins the caller's transaction. */
final class RecordTable {
  private static final String SELECT = "SELECT id, name, type, ttl, data FROM dns_record ";
  private static final String INSERT =
      "INSERT INTO dns_record (name, type, ttl, data) VALUES (?, ?, ?, ?)";

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

  /** Deletes rows, and adds others, which get their ids. */
  void write(Collection<StoredRecord> removed, Collection<StoredRecord> added) {
    if (!removed.isEmpty()) {
      List<Object[]> ids = removed.stream().map(it -> new Object[] {it.id}).toList();
      jdbc.batchUpdate("DELETE FROM dns_record WHERE id = ?", ids);
    }
    if (!added.isEmpty()) {
      insert(List.copyOf(added));
    }
  }

  private void insert(List<StoredRecord> added) {
    GeneratedKeyHolder keys = new GeneratedKeyHolder();
    jdbc.batchUpdate(
        connection -> connection.prepareStatement(INSERT, new String[] {"id"}),
        new BatchPreparedStatementSetter() {
          @Override
          public void setValues(PreparedStatement statement, int index) throws SQLException {
            DnsRecord record = added.get(index).record;
            statement.setString(1, record.name());
            statement.setString(2, record.type());
            statement.setInt(3, record.ttl());
            statement.setString(4, record.data());
          }

          @Override
          public int getBatchSize() {
            return added.size();
          }
        },
        keys);
    for (int i = 0; i < added.size(); i++) {
      Number key = (Number) keys.getKeyList().get(i).values().iterator().next();
      added.get(i).id = key.longValue();
    }
  }

  private static DnsRecord record(ResultSet row) throws SQLException {
    return new DnsRecord(
        row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5));
  }
}
