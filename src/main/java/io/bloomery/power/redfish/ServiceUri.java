package io.bloomery.power.redfish;

import java.net.URI;
import java.util.Set;

/** Where a Redfish service is: scheme, host and port, and nothing else. */
final class ServiceUri {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private ServiceUri() {}

  /** Plain HTTP carries the password readably, so only inside one host. */
  static void check(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw refused(text);
    }
    boolean bare =
        uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getPort() <= 65_535
            && Set.of("", "/", "/redfish/v1", "/redfish/v1/").contains(uri.getRawPath());
    boolean safe =
        "https".equals(uri.getScheme())
            || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
    if (!bare || !safe) {
      throw refused(text);
    }
  }

  private static IllegalArgumentException refused(String text) {
    // What stands before an at-sign may be a password, and this message is shown.
    return new IllegalArgumentException(
        "power setting redfish.uri: %s (expected: https://host or https://host:port; http:// to 127.0.0.1 only)"
            .formatted(text.replaceAll("//[^/]*@", "//…@")));
  }
}
