package io.bloomery.secret;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The certificates that others were known by, one line {@code host:port fingerprint} each, as
 * {@code known_hosts} is for SSH. Management controllers sign their own, so there is no authority
 * to ask. The file is read each time: what an operator corrects in it holds at once.
 */
@Component
public class KnownCertificates {
  private static final String FILE = "known_certificates";

  private final SecretFiles files;

  KnownCertificates(SecretFiles files) {
    this.files = files;
    if (!files.has(FILE)) {
      files.write(FILE, new byte[0]);
    }
  }

  public Path file() {
    return files.path(FILE);
  }

  /** The fingerprint that is known of this {@code host:port}. */
  public synchronized Optional<String> of(String endpoint) {
    return text()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 2 && words[0].equalsIgnoreCase(endpoint))
        .map(words -> words[1].toUpperCase(Locale.ROOT))
        .findFirst();
  }

  /** Keeps the fingerprint unless one is known already, and answers the one that is. */
  public synchronized String learn(String endpoint, String fingerprint) {
    Optional<String> known = of(endpoint);
    if (known.isPresent()) {
      return known.get();
    }
    String text = text();
    String line = endpoint + " " + fingerprint + "\n";
    String whole = text.isEmpty() || text.endsWith("\n") ? text + line : text + "\n" + line;
    files.write(FILE, whole.getBytes(StandardCharsets.UTF_8));
    return fingerprint;
  }

  /** SHA-256 as {@code openssl x509 -fingerprint -sha256} writes it. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalStateException("a certificate that cannot be encoded", unreadable);
    }
  }

  private String text() {
    return files.has(FILE) ? new String(files.read(FILE), StandardCharsets.UTF_8) : "";
  }
}
