package io.bloomery.power.ipmi;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one session and what is done with them (sections 13.28 to 13.32). Ciphers are looked
 * up once a session, not once a packet; so one thread at a time.
 */
final class SessionKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int AES_BLOCK = 16;

  /** K1 and K2 are codes over 20 times 1 and 20 times 2, whatever the hash (section 13.32). */
  private static final int CONSTANT_LENGTH = 20;

  private final CipherSuite suite;
  private final Mac integrity;
  private final SecretKeySpec encryption;
  private final Cipher cipher;

  /**
   * @param sik the Session Integrity Key
   */
  SessionKeys(CipherSuite suite, byte[] sik) {
    this.suite = suite;
    integrity = mac(suite, constant(sik, 1));
    encryption = new SecretKeySpec(constant(sik, 2), 0, AES_BLOCK, "AES");
    try {
      cipher = Cipher.getInstance("AES/CBC/NoPadding");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private byte[] constant(byte[] sik, int number) {
    byte[] constant = new byte[CONSTANT_LENGTH];
    Arrays.fill(constant, (byte) number);
    return mac(suite, sik).doFinal(constant);
  }

  /** A code over all parts, with its full length. */
  static byte[] code(CipherSuite suite, byte[] key, byte[]... parts) {
    Mac mac = mac(suite, key);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  CipherSuite suite() {
    return suite;
  }

  int checkLength() {
    return suite.checkLength();
  }

  /** The truncated code that stands at the end of a packet. */
  byte[] check(byte[] packet, int from, int to) {
    integrity.update(packet, from, to - from);
    return Arrays.copyOf(integrity.doFinal(), suite.checkLength());
  }

  boolean isRight(byte[] packet, int from, int to) {
    byte[] found = Arrays.copyOfRange(packet, to, to + suite.checkLength());
    return MessageDigest.isEqual(check(packet, from, to), found);
  }

  /** Initialisation vector and encrypted payload, filled up with 1, 2, 3 (section 13.29). */
  byte[] encrypt(byte[] payload) {
    int padding = AES_BLOCK - 1 - payload.length % AES_BLOCK;
    byte[] padded = Arrays.copyOf(payload, payload.length + padding + 1);
    for (int i = 0; i < padding; i++) {
      padded[payload.length + i] = (byte) (i + 1);
    }
    padded[padded.length - 1] = (byte) padding;
    byte[] vector = random(AES_BLOCK);
    byte[] sealed = Arrays.copyOf(vector, AES_BLOCK + padded.length);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, encryption, new IvParameterSpec(vector));
      cipher.doFinal(padded, 0, padded.length, sealed, AES_BLOCK);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    return sealed;
  }

  byte[] decrypt(byte[] sealed) throws Malformed {
    try {
      if (sealed.length >= 2 * AES_BLOCK) {
        cipher.init(Cipher.DECRYPT_MODE, encryption, new IvParameterSpec(sealed, 0, AES_BLOCK));
        byte[] padded = cipher.doFinal(sealed, AES_BLOCK, sealed.length - AES_BLOCK);
        int padding = padded[padded.length - 1] & 0xff;
        if (padding < AES_BLOCK) {
          return Arrays.copyOf(padded, padded.length - padding - 1);
        }
      }
    } catch (GeneralSecurityException wrong) {
      // Not a multiple of the block: as malformed as a wrong padding.
    }
    throw new Malformed("an encrypted payload of %d bytes".formatted(sealed.length));
  }

  private static Mac mac(CipherSuite suite, byte[] key) {
    try {
      Mac mac = Mac.getInstance(suite.hmac());
      mac.init(new SecretKeySpec(key, suite.hmac()));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
