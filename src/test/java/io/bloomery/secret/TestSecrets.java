package io.bloomery.secret;

import java.nio.file.Path;

/** Opens this package's parts to tests of others. */
public final class TestSecrets {
  private TestSecrets() {}

  public static ControllerKey controllerKey(Path data) {
    return new ControllerKey(new SecretFiles(data.toString()));
  }

  public static Vault vault(Path data) {
    return new Vault(new SecretFiles(data.toString()));
  }

  public static KnownCertificates knownCertificates(Path data) {
    return new KnownCertificates(new SecretFiles(data.toString()));
  }
}
