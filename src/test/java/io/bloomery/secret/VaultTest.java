package io.bloomery.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  @TempDir Path data;

  @Test
  void opensAfterARestartWhatItSealed() {
    String sealed = TestSecrets.vault(data).seal("password=geheim ü");

    assertThat(sealed).startsWith("v1:").doesNotContain("geheim");
    assertThat(TestSecrets.vault(data).open(sealed)).isEqualTo("password=geheim ü");
  }

  @Test
  void sealsTheSameTextDifferentlyEachTime() {
    Vault vault = TestSecrets.vault(data);
    assertThat(vault.seal("x")).isNotEqualTo(vault.seal("x"));
  }

  @Test
  void keepsItsKeyFromOthers() throws IOException {
    TestSecrets.vault(data);
    assertThat(mode("secrets")).isEqualTo("rwx------");
    assertThat(mode("secrets/vault.key")).isEqualTo("rw-------");
  }

  @Test
  void refusesAKeyThatOthersCouldRead() throws IOException {
    TestSecrets.vault(data);
    Files.setPosixFilePermissions(
        data.resolve("secrets/vault.key"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> TestSecrets.vault(data))
        .hasMessageContaining("vault.key has mode rw-r----- (expected: rw-------");
  }

  @Test
  void tellsALostKeyFromAFirstStart() throws IOException {
    TestSecrets.vault(data);
    Files.delete(data.resolve("secrets/vault.key"));
    assertThatThrownBy(() -> TestSecrets.vault(data))
        .hasMessageContaining("vault.key is missing")
        .hasMessageContaining("Put it back from a backup");
  }

  @Test
  void refusesAKeyOfTheWrongLength() throws IOException {
    TestSecrets.vault(data);
    Files.write(data.resolve("secrets/vault.key"), new byte[5]);
    assertThatThrownBy(() -> TestSecrets.vault(data))
        .hasMessageContaining("has 5 bytes (expected: 32)");
  }

  @Test
  void namesBothKeysWhenTheWrongOneIsThere() {
    String sealed = TestSecrets.vault(data).seal("x");
    assertThatThrownBy(() -> TestSecrets.vault(data.resolve("other")).open(sealed))
        .hasMessageContaining("sealed with key " + sealed.split(":")[1]);
  }

  @Test
  void noticesAlteredText() {
    Vault vault = TestSecrets.vault(data);
    String sealed = vault.seal("power on");
    char changed = sealed.charAt(20) == 'A' ? 'B' : 'A';
    String altered = sealed.substring(0, 20) + changed + sealed.substring(21);
    assertThatThrownBy(() -> vault.open(altered)).hasMessageContaining("it was altered");
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
  }
}
