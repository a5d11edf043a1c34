package io.bloomery.dns;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/** A key, ready to sign and check with. */
final class TsigKey {
  /** Algorithms, and how many bytes their secrets should have (RFC 8945 section 8). */
  private static final Map<String, Integer> ALGORITHMS =
      Map.of("hmac-sha224", 28, "hmac-sha256", 32, "hmac-sha384", 48, "hmac-sha512", 64);

  private static final int SHORTEST_SECRET = 16;
  private static final int LONGEST_SECRET = 512;
  private static final int MOST_UPDATES = 20;
  private static final String NAME =
      "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?";

  final DnsKey key;
  final TSIG tsig;
  private final List<WireName> updates;

  /**
   * @throws IllegalArgumentException says the value and what was expected, and never the secret
   */
  TsigKey(DnsKey wanted, String secret) {
    String algorithm = wanted.algorithm().toLowerCase(Locale.ROOT);
    check(
        ALGORITHMS.containsKey(algorithm),
        "algorithm",
        wanted.algorithm(),
        String.join(", ", ALGORITHMS.keySet().stream().sorted().toList()));
    int most = wanted.updates().size();
    check(most <= MOST_UPDATES, "updates", most + " names", MOST_UPDATES + " at most");
    key =
        new DnsKey(
            plain("name", wanted.name()),
            algorithm,
            wanted.updates().stream().map(it -> plain("updates", it)).toList(),
            wanted.transfer());
    updates = key.updates().stream().map(it -> WireName.of(name(it))).toList();
    tsig = new TSIG(name(algorithm), name(key.name()), bytes(secret));
  }

  static int secretLength(String algorithm) {
    return ALGORITHMS.getOrDefault(algorithm.toLowerCase(Locale.ROOT), SHORTEST_SECRET);
  }

  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException checkedBefore) {
      throw new IllegalArgumentException(checkedBefore);
    }
  }

  boolean mayUpdate(WireName name) {
    for (WireName up = name; ; up = up.parent()) {
      if (updates.contains(up)) {
        return true;
      }
      if (up.isRoot()) {
        return false;
      }
    }
  }

  private static byte[] bytes(String secret) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(secret.strip());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("secret: … (expected: Base64)");
    }
    check(
        bytes.length >= SHORTEST_SECRET && bytes.length <= LONGEST_SECRET,
        "secret",
        bytes.length + " bytes",
        SHORTEST_SECRET + " to " + LONGEST_SECRET);
    return bytes;
  }

  private static String plain(String what, String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    check(
        plain.length() <= 253 && plain.matches(NAME),
        what,
        name,
        "a whole name of letters, digits, - and _");
    return plain;
  }

  private static void check(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
