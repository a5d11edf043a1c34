package io.bloomery.node;

import io.bloomery.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The boot sessions, by the hash of their tokens: whoever reads the database cannot speak for a
 * machine.
 */
@Component
class BootSessions implements ReportedBoots {
  /** Longer than any boot token lives, so that a used one stays known as used. */
  private static final Duration KEPT = Duration.ofDays(2);

  private final JdbcTemplate jdbc;
  private final SecureRandom random = new SecureRandom();
  private final Clock clock = Clock.systemUTC();

  BootSessions(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  String newToken() {
    byte[] token = new byte[24];
    random.nextBytes(token);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Opens a session.
   *
   * @throws org.springframework.dao.DuplicateKeyException if the boot token with this nonce was
   *     used before
   */
  BootSession open(String token, String nonce, String machine, int generation) {
    String hash = hash(token);
    jdbc.update(
        "INSERT INTO boot_session (token, nonce, machine, generation, created_at) VALUES (?, ?, ?,"
            + " ?, ?)",
        hash,
        nonce,
        machine,
        generation,
        clock.millis());
    Long id = jdbc.queryForObject("SELECT id FROM boot_session WHERE token = ?", Long.class, hash);
    return new BootSession(id == null ? 0 : id, machine, generation);
  }

  boolean used(String nonce) {
    return !jdbc.queryForList("SELECT id FROM boot_session WHERE nonce = ?", Long.class, nonce)
        .isEmpty();
  }

  /** The session with this token, unless the machine has opened another one since. */
  Optional<BootSession> find(String token) {
    return jdbc
        .query(
            "SELECT s.id, s.machine, s.generation FROM boot_session s WHERE s.token = ?"
                + " AND s.id = (SELECT MAX(n.id) FROM boot_session n WHERE n.machine = s.machine)",
            (row, index) -> new BootSession(row.getLong(1), row.getString(2), row.getInt(3)),
            hash(token))
        .stream()
        .findFirst();
  }

  /** Whether the machine registered in this boot. */
  boolean registered(String machine, int generation) {
    return !jdbc.queryForList(
            "SELECT id FROM boot_session WHERE machine = ? AND generation = ?",
            Long.class,
            machine,
            generation)
        .isEmpty();
  }

  @Override
  public boolean reported(Machine machine) {
    return registered(machine.id(), machine.bootGeneration());
  }

  /** Removes what no machine can use any more: all but the last of a machine's present boot. */
  int forgetOld() {
    // MySQL reads the table it deletes from only in a table that is derived from it.
    return jdbc.update(
        "DELETE FROM boot_session WHERE created_at < ? AND (NOT EXISTS (SELECT 1 FROM machine m"
            + " WHERE m.id = boot_session.machine AND m.boot_generation = boot_session.generation)"
            + " OR id NOT IN (SELECT last_id FROM (SELECT MAX(id) AS last_id FROM boot_session"
            + " GROUP BY machine) newest))",
        clock.millis() - KEPT.toMillis());
  }

  static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("SHA-256 is part of every Java", missing);
    }
  }
}
