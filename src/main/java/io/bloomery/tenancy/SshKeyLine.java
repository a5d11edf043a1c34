package io.bloomery.tenancy;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A public key as {@code ssh-keygen} writes it: kind, base64, comment. The base64 is taken apart,
 * because sshd silently ignores a line that is damaged, and the person would stand before a machine
 * that does not let him in.
 */
record SshKeyLine(String kind, byte[] blob, String comment) {
  private static final String EXPECTED =
      "expected: one line from a .pub file, ssh-ed25519, ecdsa-sha2-nistp256/384/521, their sk-"
          + " forms, or ssh-rsa of 2048 bits or more";

  /** Curve and length of an uncompressed point, RFC 5656 section 3.1. */
  private static final Map<String, Integer> CURVES =
      Map.of("nistp256", 65, "nistp384", 97, "nistp521", 133);

  static SshKeyLine parse(String line) {
    String given = line == null ? "" : line.strip();
    if (given.length() > 4000 || given.chars().anyMatch(Character::isISOControl)) {
      throw refused(given, "more than one line, or longer than 4000 characters");
    }
    if (given.contains("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "key: a private key (expected: the public one, from the .pub file)");
    }
    String[] parts = given.split(" +", 3);
    if (parts.length < 2) {
      throw refused(given, "no key");
    }
    SshKeyLine key =
        new SshKeyLine(parts[0], decode(given, parts[1]), parts.length > 2 ? parts[2] : "");
    try {
      key.check(given);
    } catch (BufferUnderflowException | NegativeArraySizeException truncated) {
      throw refused(given, "incomplete");
    }
    return key;
  }

  String line() {
    String encoded = kind + " " + Base64.getEncoder().encodeToString(blob);
    return comment.isEmpty() ? encoded : encoded + " " + comment;
  }

  /** As {@code ssh-keygen -l} prints it. */
  String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /**
   * Fields are length and bytes (RFC 4251 section 5); the first repeats the kind (RFC 4253 section
   * 6.6).
   */
  private void check(String given) {
    ByteBuffer fields = ByteBuffer.wrap(blob);
    if (!kind.equals(text(fields))) {
      throw refused(given, "the key is of another kind than its first word says");
    }
    switch (kind) {
      case "ssh-ed25519" -> length(given, field(fields), 32);
      case "sk-ssh-ed25519@openssh.com" -> {
        length(given, field(fields), 32);
        field(fields);
      }
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          point(given, fields);
      case "sk-ecdsa-sha2-nistp256@openssh.com" -> {
        point(given, fields);
        field(fields);
      }
      case "ssh-rsa" -> {
        field(fields);
        int bits = new BigInteger(1, field(fields)).bitLength();
        if (bits < 2048 || bits > 16384) {
          throw refused(given, "RSA of " + bits + " bits");
        }
      }
      case "ssh-dss" -> throw refused(given, "DSA, which OpenSSH has given up");
      default -> throw refused(given, "this kind is not known");
    }
    if (fields.hasRemaining()) {
      throw refused(given, fields.remaining() + " bytes too long");
    }
  }

  private void point(String given, ByteBuffer fields) {
    String curve = text(fields);
    if (!kind.contains(curve)) {
      throw refused(given, "another curve than its first word says");
    }
    length(given, field(fields), CURVES.getOrDefault(curve, 0));
  }

  private static void length(String given, byte[] field, int expected) {
    if (field.length != expected) {
      throw refused(given, "%d bytes where %d belong".formatted(field.length, expected));
    }
  }

  private static String text(ByteBuffer fields) {
    return new String(field(fields), StandardCharsets.US_ASCII);
  }

  private static byte[] field(ByteBuffer fields) {
    int length = fields.getInt();
    if (length < 0 || length > fields.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    fields.get(field);
    return field;
  }

  private static byte[] decode(String given, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException damaged) {
      throw refused(given, "its second word is not base64");
    }
  }

  private static IllegalArgumentException refused(String given, String why) {
    String start = given.length() > 60 ? given.substring(0, 60) + "…" : given;
    return new IllegalArgumentException("key: %s: %s (%s)".formatted(start, why, EXPECTED));
  }
}
