package io.bloomery.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerKeyTest {
  @TempDir Path data;

  /** Several times: points with a short y or an odd x take other paths through the encoding. */
  @RepeatedTest(8)
  void openSshReadsTheKeyAndFindsTheSamePublicHalf() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")), "ssh-keygen is not installed");
    ControllerKey key = TestSecrets.controllerKey(data);

    Process keygen =
        new ProcessBuilder("ssh-keygen", "-y", "-f", key.privateFile().toString()).start();
    String derived =
        new String(keygen.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(keygen.waitFor()).isZero();
    assertThat(derived).isEqualTo(key.publicLine());
  }

  @Test
  void staysTheSameOverRestarts() {
    String first = TestSecrets.controllerKey(data).publicLine();
    assertThat(TestSecrets.controllerKey(data).publicLine())
        .isEqualTo(first)
        .startsWith("ssh-ed25519 AAAA");
  }

  @Test
  void opensLibvirtAndNothingElse() {
    assertThat(TestSecrets.controllerKey(data).authorizedKeysLine())
        .startsWith("restrict,command=\"virt-ssh-helper qemu:///system\" ssh-ed25519 ");
  }

  @Test
  void refusesAPrivateHalfThatOthersCouldRead() throws IOException {
    Path file = TestSecrets.controllerKey(data).privateFile();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> TestSecrets.controllerKey(data))
        .hasMessageContaining("has mode rw-r--r--");
  }
}
