package io.bloomery.network.plan;

import java.util.regex.Pattern;

/** What fabrics, VLANs and subnets may be called. */
final class Names {
  private static final Pattern SHAPE = Pattern.compile("[\\p{Alnum}][\\p{Alnum} ._/-]{0,62}");

  private Names() {}

  static void check(String what, String name) {
    if (name == null || !SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name of %s: %s (expected: up to 63 letters, digits, spaces and ._/-)"
              .formatted(what, name));
    }
  }
}
