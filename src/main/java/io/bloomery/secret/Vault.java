package io.bloomery.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Seals text that is stored, for instance a machine's power settings, so that a copy of the
 * database alone tells nothing. AES-256 in GCM (NIST SP 800-38D) under a key file beside the
 * database, made at first start.
 */
@Component
public class Vault {
  private static final String KEY_FILE = "vault.key";

  /** Tells a lost key from a first start. */
  private static final String ID_FILE = "vault.id";

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretFiles files;
  private final SecretKey key;
  private final String id;

  Vault(SecretFiles files) {
    this.files = files;
    byte[] bytes = files.has(KEY_FILE) ? files.read(KEY_FILE) : firstKey();
    if (bytes.length != KEY_BYTES) {
      throw new IllegalStateException(
          "%s has %d bytes (expected: %d)"
              .formatted(files.path(KEY_FILE), bytes.length, KEY_BYTES));
    }
    key = new SecretKeySpec(bytes, "AES");
    id = fingerprint(bytes);
    if (!files.has(ID_FILE)) {
      files.write(ID_FILE, id.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * {@code v1:<key id>:<Base64 of nonce and cipher text>}; twice the same text gives two different
   * seals.
   */
  public String seal(String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] secret = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8));
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + secret.length);
    System.arraycopy(secret, 0, all, NONCE_BYTES, secret.length);
    return "v1:" + id + ":" + Base64.getEncoder().encodeToString(all);
  }

  /**
   * What was sealed.
   *
   * @throws IllegalStateException if it was sealed with another key, or altered since
   */
  public String open(String sealed) {
    String[] parts = sealed.split(":", 3);
    if (parts.length != 3 || !parts[0].equals("v1")) {
      throw new IllegalStateException(
          "sealed text does not start with v1:<key id>: (expected: what seal() answered)");
    }
    if (!parts[1].equals(id)) {
      throw new IllegalStateException(
          "sealed with key %s, but %s holds key %s. Put the old key file back, or enter the settings again"
              .formatted(parts[1], files.path(KEY_FILE), id));
    }
    byte[] all = Base64.getDecoder().decode(parts[2]);
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    return new String(
        run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(all, NONCE_BYTES, all.length)),
        StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(
          "sealed text does not open with key " + id + ": it was altered", failed);
    }
  }

  private byte[] firstKey() {
    if (files.has(ID_FILE)) {
      throw new IllegalStateException(
          "%s is missing, but stored settings were sealed with it. Put it back from a backup; or remove %s to go on with a new key, and enter all power settings again"
              .formatted(files.path(KEY_FILE), files.path(ID_FILE)));
    }
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    files.write(KEY_FILE, bytes);
    return bytes;
  }

  private static String fingerprint(byte[] key) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, 4);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("SHA-256 is missing", absent);
    }
  }
}
