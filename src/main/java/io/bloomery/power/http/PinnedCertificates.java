package io.bloomery.power.http;

import io.bloomery.secret.KnownCertificates;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes the certificate an endpoint is known by, whatever names and dates are in it, and no
 * other: a management controller's is self-signed, often expired, seldom for the right name. An
 * extended trust manager is the only check there is (JSSE adds none to it), so each way in ends in
 * {@link #check}, or refuses.
 */
final class PinnedCertificates extends X509ExtendedTrustManager {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedCertificates.class);

  private final KnownCertificates known;
  private final boolean trustOnFirstUse;

  PinnedCertificates(KnownCertificates known, boolean trustOnFirstUse) {
    this.known = known;
    this.trustOnFirstUse = trustOnFirstUse;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(endpoint(engine.getPeerHost(), engine.getPeerPort()), chain);
  }

  private void check(String endpoint, X509Certificate[] chain) throws CertificateException {
    String shown = KnownCertificates.fingerprint(chain[0]);
    String expected = known.of(endpoint).orElse(null);
    if (expected == null && trustOnFirstUse) {
      expected = known.learn(endpoint, shown);
      LOG.info("{} is known from now on by its certificate {}", endpoint, shown);
    }
    if (expected == null) {
      throw new Stranger(
          ("its certificate %s is not known. If it is the right one, add the line \"%s %s\" to %s")
              .formatted(shown, endpoint, shown, known.file()));
    }
    if (!expected.equals(shown)) {
      throw new Stranger(
          ("it shows the certificate %s (expected: %s, as before). Somebody may be answering in its"
                  + " place; if it really was given a new one, remove the line of %s from %s")
              .formatted(shown, expected, endpoint, known.file()));
    }
  }

  /** With brackets around an IPv6 address (RFC 3986 section 3.2.2), whether given or not. */
  private static String endpoint(String host, int port) {
    String bare = host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
    return (bare.contains(":") ? "[" + bare + "]" : bare) + ":" + port;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("sockets are not used here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("whose certificate it is must be known");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("nobody is served here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("nobody is served here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is served here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** Not the certificate that is expected; the message says what to do. */
  static final class Stranger extends CertificateException {
    private static final long serialVersionUID = 1L;

    Stranger(String message) {
      super(message);
    }
  }
}
