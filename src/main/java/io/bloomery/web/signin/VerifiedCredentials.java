package io.bloomery.web.signin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that were right less than a minute ago, so that a script that sends them with every
 * request costs one hash and no database. Kept as HMACs under a key that lives only in this
 * process.
 */
final class VerifiedCredentials {
  private static final long MILLIS = 60_000;
  private static final int MOST = 10_000;

  private record Verified(String stamp, long until) {}

  private final Map<ByteBuffer, Verified> verified = new ConcurrentHashMap<>();
  private final SecretKeySpec key;
  private final Clock clock;

  VerifiedCredentials(Clock clock) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
    this.clock = clock;
  }

  /** Whether these were right under the password that has this stamp. */
  boolean knows(String name, String password, String stamp) {
    Verified known = verified.get(hash(name, password));
    return known != null && known.until > clock.millis() && known.stamp.equals(stamp);
  }

  void remember(String name, String password, String stamp) {
    long now = clock.millis();
    if (verified.size() >= MOST) {
      verified.values().removeIf(old -> old.until <= now);
    }
    if (verified.size() < MOST) {
      verified.put(hash(name, password), new Verified(stamp, now + MILLIS));
    }
  }

  private ByteBuffer hash(String name, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
