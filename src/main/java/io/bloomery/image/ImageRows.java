package io.bloomery.image;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** What is known of each image. */
@Component
class ImageRows {
  private static final String SELECT =
      "SELECT digest, name, os, version, stored_length, raw_length, raw_checksum, created_at FROM"
          + " image ";

  private static final RowMapper<Image> ROW =
      (row, index) ->
          new Image(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getLong(5),
              row.getLong(6),
              row.getString(7),
              Instant.ofEpochMilli(row.getLong(8)));

  private final JdbcTemplate jdbc;

  ImageRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Image> byName(String name) {
    return jdbc.query(SELECT + "WHERE name = ?", ROW, name).stream().findFirst();
  }

  Optional<Image> byDigest(String digest) {
    return jdbc.query(SELECT + "WHERE digest = ? ORDER BY name LIMIT 1", ROW, digest).stream()
        .findFirst();
  }

  List<Image> all() {
    return jdbc.query(SELECT + "ORDER BY name", ROW);
  }

  void add(Image image) {
    jdbc.update(
        "INSERT INTO image (name, digest, os, version, stored_length, raw_length, raw_checksum,"
            + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        image.name(),
        image.digest(),
        image.os(),
        image.version(),
        image.storedLength(),
        image.rawLength(),
        image.rawChecksum(),
        image.createdAt().toEpochMilli());
  }

  boolean remove(String name) {
    return jdbc.update("DELETE FROM image WHERE name = ?", name) > 0;
  }
}
