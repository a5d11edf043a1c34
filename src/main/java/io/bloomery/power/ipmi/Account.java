package io.bloomery.power.ipmi;

import io.bloomery.power.PassingFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to talk to one BMC, and as whom.
 *
 * @param endpoint host and perhaps port, as it was entered
 * @param key K_g, the key of the BMC itself; all zero unless somebody set one
 * @param suites which may be used, the better one first
 */
record Account(
    String endpoint,
    String user,
    String password,
    String key,
    PrivilegeLevel privilege,
    List<CipherSuite> suites) {
  static final String ENDPOINT = "endpoint";
  static final String USER = "user";
  static final String PASSWORD = "password";
  static final String PRIVILEGE = "privilege";
  static final String SUITE = "suite";
  static final String KEY = "key";
  static final String AUTO = "auto";

  /** The RMCP port (section 13.1.1). */
  static final int PORT = 623;

  /** Of passwords and keys (sections 13.31 and 22.30); IPMI 1.5 had 16. */
  private static final int KEY_LENGTH = 20;

  private static final Pattern HOST_PORT =
      Pattern.compile(
          "(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9][A-Za-z0-9.-]{0,253}))(?::([0-9]{1,5}))?");
  private static final Pattern NAME = Pattern.compile("[ -~]{1,16}");
  private static final Pattern SECRET = Pattern.compile("[ -~]{1,20}");
  private static final Pattern HEX_KEY = Pattern.compile("0x([0-9A-Fa-f]{40})");

  /**
   * @throws IllegalArgumentException naming setting, value unless secret, and what was expected
   */
  static Account of(Map<String, String> settings) {
    String endpoint = settings.get(ENDPOINT);
    Matcher parts = HOST_PORT.matcher(endpoint);
    if (!parts.matches() || port(parts) < 1 || port(parts) > 65_535) {
      throw wrong(ENDPOINT, endpoint, "host, host:port or [IPv6 address], for instance 10.17.17.7");
    }
    String user = settings.get(USER);
    if (!NAME.matcher(user).matches()) {
      throw wrong(USER, user, "at most 16 ASCII characters");
    }
    String password = settings.get(PASSWORD);
    if (!SECRET.matcher(password).matches()) {
      throw wrong(PASSWORD, "********", "at most 20 ASCII characters");
    }
    String key = settings.getOrDefault(KEY, "");
    if (!key.isEmpty() && !HEX_KEY.matcher(key).matches() && !SECRET.matcher(key).matches()) {
      throw wrong(KEY, "********", "at most 20 ASCII characters, or 0x and 40 digits");
    }
    return new Account(
        endpoint,
        user,
        password,
        key,
        privilege(settings.getOrDefault(PRIVILEGE, PrivilegeLevel.OPERATOR.toString())),
        suites(settings.getOrDefault(SUITE, AUTO)));
  }

  private static PrivilegeLevel privilege(String word) {
    return Arrays.stream(PrivilegeLevel.values())
        .filter(level -> level.toString().equals(word))
        .findFirst()
        .orElseThrow(() -> wrong(PRIVILEGE, word, "operator or administrator"));
  }

  private static List<CipherSuite> suites(String word) {
    List<CipherSuite> suites =
        CipherSuite.ALL.stream()
            .filter(suite -> word.equals(AUTO) || word.equals(String.valueOf(suite.id())))
            .toList();
    if (suites.isEmpty()) {
      throw wrong(SUITE, word, "auto, 17 or 3: no other protects the password and what follows");
    }
    return suites;
  }

  private static IllegalArgumentException wrong(String setting, String value, String expected) {
    return new IllegalArgumentException(
        "power setting ipmi.%s: %s (expected: %s)".formatted(setting, value, expected));
  }

  private static int port(Matcher parts) {
    return parts.group(3) == null ? PORT : Integer.parseInt(parts.group(3));
  }

  /**
   * @throws PassingFailure if nobody knows the host: it may be the name server that is down
   */
  InetSocketAddress address() {
    Matcher parts = HOST_PORT.matcher(endpoint);
    if (!parts.matches()) {
      throw new IllegalStateException(endpoint);
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port(parts));
    } catch (UnknownHostException unknown) {
      throw new PassingFailure(
          "the BMC's name %s has no address (expected: one that the controller's name server knows)"
              .formatted(host),
          unknown);
    }
  }

  byte[] userName() {
    return user.getBytes(StandardCharsets.US_ASCII);
  }

  /** K_UID (section 13.31), zeros behind it. */
  byte[] userKey() {
    return Arrays.copyOf(password.getBytes(StandardCharsets.US_ASCII), KEY_LENGTH);
  }

  /** K_G, or if there is none K_UID (section 13.31). */
  byte[] bmcKey() {
    if (key.isEmpty()) {
      return userKey();
    }
    Matcher hex = HEX_KEY.matcher(key);
    return hex.matches()
        ? HexFormat.of().parseHex(hex.group(1))
        : Arrays.copyOf(key.getBytes(StandardCharsets.US_ASCII), KEY_LENGTH);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return user + "@" + endpoint;
  }
}
