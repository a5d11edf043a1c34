package io.bloomery.machine;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Ids and names of machines. */
final class MachineNames {
  /** One DNS label, RFC 1123 section 2.1. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private MachineNames() {}

  static String newId() {
    StringBuilder id = new StringBuilder("m");
    for (int i = 0; i < 7; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  static String checked(String name) {
    if (name == null || !LABEL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: "
              + name
              + " (expected: 1 to 63 lower-case letters, digits and hyphens, no hyphen at an end)");
    }
    return name;
  }
}
