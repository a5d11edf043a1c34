package io.bloomery.power.webhook;

import java.net.URI;

/** An address that a request may be sent to. */
final class WebhookUri {
  private WebhookUri() {}

  /** Without TLS everybody on the way reads the token. */
  static void check(String setting, String text, boolean token) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw refused(setting, text, "an http or https address");
    }
    String scheme = uri.getScheme();
    boolean known = "https".equals(scheme) || "http".equals(scheme);
    if (!known || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() > 65_535) {
      throw refused(setting, text, "http or https, a host, and no user before it");
    }
    if (token && !"https".equals(scheme)) {
      throw refused(setting, text, "https, as there is a token");
    }
  }

  private static IllegalArgumentException refused(String setting, String text, String expected) {
    return new IllegalArgumentException(
        "power setting webhook.%s: %s (expected: %s)"
            .formatted(setting, text.replaceAll("//[^/]*@", "//…@"), expected));
  }
}
