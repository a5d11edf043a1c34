package io.bloomery.process.signin;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a password has to be: long, and none of those that are tried first (NIST SP 800-63B section
 * 5.1.1.2 asks for length and a list of known ones instead of character classes).
 */
final class PasswordRule {
  static final int SHORTEST = 10;
  static final int LONGEST = 200;

  private static final List<String> KNOWN =
      List.of(
          "demo",
          "admin",
          "password",
          "camunda",
          "bloomery",
          "changeme",
          "secret",
          "root",
          "test",
          "1234",
          "12345",
          "123456",
          "12345678",
          "123456789",
          "1234567890",
          "qwerty",
          "qwertyuiop",
          "letmein",
          "welcome",
          "passw0rd",
          "password1",
          "password123",
          "administrator",
          "adminadmin",
          "maas",
          "ubuntu");
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private PasswordRule() {}

  /** Passwords an account of this name must not have. */
  static List<String> firstGuesses(String name) {
    List<String> guesses = new ArrayList<>(KNOWN);
    guesses.add("");
    guesses.add(name);
    guesses.add(name + name);
    guesses.add(name + "1");
    guesses.add(name + "123");
    return guesses;
  }

  /** Why this password is refused, or empty. Never repeats the password. */
  static Optional<String> objection(String name, String password) {
    String given = password == null ? "" : password;
    String lower = given.toLowerCase(Locale.ROOT);
    if (given.length() < SHORTEST || given.length() > LONGEST) {
      return Optional.of(
          "password: %d characters (expected: %d to %d)"
              .formatted(given.length(), SHORTEST, LONGEST));
    }
    if (firstGuesses(name == null ? "" : name).contains(lower)
        || lower.chars().distinct().count() < 4) {
      return Optional.of(
          "password: one that is guessed first (expected: not the name, not a common word)");
    }
    return Optional.empty();
  }

  /** 24 letters and digits, 138 bits, without those that look alike. */
  static String random() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      password.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
