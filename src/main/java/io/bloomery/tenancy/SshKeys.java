package io.bloomery.tenancy;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The public keys with which people sign in on the machines lent to them. */
@Component
public class SshKeys {
  private static final int MOST_PER_PERSON = 50;

  /**
   * One key.
   *
   * @param line as it stands in {@code authorized_keys}
   * @param fingerprint as {@code ssh-keygen -l} prints it
   */
  public record SshKey(long id, String kind, String line, String fingerprint, Instant createdAt) {}

  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  SshKeys(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a key; one that is there already is answered as it is. */
  public SshKey add(String person, String line) {
    SshKeyLine key = SshKeyLine.parse(line);
    List<SshKey> known = of(person);
    if (known.size() >= MOST_PER_PERSON) {
      throw new IllegalArgumentException(
          "keys of %s: %d (expected: fewer, delete one first)".formatted(person, MOST_PER_PERSON));
    }
    try {
      jdbc.update(
          "INSERT INTO ssh_key (person, kind, line, fingerprint, created_at) VALUES (?, ?, ?, ?,"
              + " ?)",
          person,
          key.kind(),
          key.line(),
          key.fingerprint(),
          clock.millis());
    } catch (DuplicateKeyException there) {
      // The same key again is what was wanted.
    }
    return of(person).stream()
        .filter(stored -> stored.fingerprint().equals(key.fingerprint()))
        .findFirst()
        .orElseThrow();
  }

  /** A person's keys, the oldest first. */
  public List<SshKey> of(String person) {
    return jdbc.query(
        "SELECT id, kind, line, fingerprint, created_at FROM ssh_key WHERE person = ? ORDER BY id",
        (row, index) ->
            new SshKey(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5))),
        person);
  }

  /** Deletes a key; says whether there was one. Machines that were deployed with it keep it. */
  public boolean delete(String person, long id) {
    return jdbc.update("DELETE FROM ssh_key WHERE id = ? AND person = ?", id, person) == 1;
  }

  /** Deletes all keys of a person who leaves. */
  public void deleteAll(String person) {
    jdbc.update("DELETE FROM ssh_key WHERE person = ?", person);
  }
}
