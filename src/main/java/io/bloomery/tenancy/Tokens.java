package io.bloomery.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Personal tokens for programs. Stored as SHA-256: they are 256 random bits, so no slow hash is
 * needed.
 */
@Component
public class Tokens {
  /** A leaked token is found by its beginning. */
  private static final String PREFIX = "bloom_";

  private static final int MOST_PER_PERSON = 50;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * A token without its secret.
   *
   * @param usedAt null if it was never used; right to a minute
   */
  public record Token(
      long id, String person, String name, Instant createdAt, Instant expiresAt, Instant usedAt) {}

  /** A new token; its secret is never seen again. */
  public record NewToken(long id, String secret) {}

  private final JdbcTemplate jdbc;
  private final Clock clock = Clock.systemUTC();

  Tokens(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Who made a token.
   *
   * @param stamp of the account as it was then
   */
  public record Maker(String person, String stamp) {}

  /**
   * Makes a token that is good for {@code life}.
   *
   * @param stamp of the person's account; the token ends when the account has another one
   */
  public NewToken create(String person, String stamp, String name, Duration life) {
    if (name == null || name.isBlank() || name.length() > 100) {
      throw new IllegalArgumentException(
          "name: %s (expected: 1 to 100 characters)".formatted(name));
    }
    if (life.isNegative() || life.isZero() || life.toDays() > 366) {
      throw new IllegalArgumentException("days: %d (expected: 1 to 366)".formatted(life.toDays()));
    }
    if (of(person).size() >= MOST_PER_PERSON) {
      throw new IllegalArgumentException(
          "tokens of %s: %d (expected: fewer, revoke one first)"
              .formatted(person, MOST_PER_PERSON));
    }
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    long now = clock.millis();
    jdbc.update(
        "INSERT INTO api_token (person, stamp, name, hash, created_at, expires_at) VALUES (?, ?, ?,"
            + " ?, ?, ?)",
        person,
        stamp,
        name,
        hash(secret),
        now,
        now + life.toMillis());
    Long id =
        jdbc.queryForObject("SELECT id FROM api_token WHERE hash = ?", Long.class, hash(secret));
    return new NewToken(id, secret);
  }

  /** Whose token this is, if it is good; the account must still have the stamp. */
  public Optional<Maker> makerOf(String secret) {
    if (!secret.startsWith(PREFIX) || secret.length() > 100) {
      return Optional.empty();
    }
    String hash = hash(secret);
    long now = clock.millis();
    Optional<Maker> maker =
        jdbc
            .query(
                "SELECT person, stamp FROM api_token WHERE hash = ? AND expires_at > ?",
                (row, index) -> new Maker(row.getString(1), row.getString(2)),
                hash,
                now)
            .stream()
            .findFirst();
    maker.ifPresent(
        it ->
            jdbc.update(
                "UPDATE api_token SET used_at = ? WHERE hash = ? AND (used_at IS NULL OR used_at <"
                    + " ?)",
                now,
                hash,
                now - 60_000));
    return maker;
  }

  /** A person's tokens, the oldest first. */
  public List<Token> of(String person) {
    return jdbc.query(
        "SELECT id, person, name, created_at, expires_at, used_at FROM api_token WHERE person = ?"
            + " ORDER BY id",
        (row, index) -> {
          long used = row.getLong(6);
          return new Token(
              row.getLong(1),
              row.getString(2),
              row.getString(3),
              Instant.ofEpochMilli(row.getLong(4)),
              Instant.ofEpochMilli(row.getLong(5)),
              used == 0 ? null : Instant.ofEpochMilli(used));
        },
        person);
  }

  /** Ends a token at once; says whether there was one. */
  public boolean revoke(String person, long id) {
    return jdbc.update("DELETE FROM api_token WHERE id = ? AND person = ?", id, person) == 1;
  }

  /** Ends all tokens of a person. */
  public void revokeAll(String person) {
    jdbc.update("DELETE FROM api_token WHERE person = ?", person);
  }

  private static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
