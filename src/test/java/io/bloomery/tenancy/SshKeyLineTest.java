package io.bloomery.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshKeyLineTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsABgH5C9okWi0dh2l9GKJl";

  @Test
  void aKeyIsReadAndItsFingerprintIsOpenSshs() {
    SshKeyLine key = SshKeyLine.parse("  " + ED25519 + "   anna@laptop \n");
    assertThat(key.line()).isEqualTo(ED25519 + " anna@laptop");
    // As ssh-keygen -l prints it.
    assertThat(key.fingerprint()).isEqualTo("SHA256:vquJBo6EvVfnHbyPmuwuOg4XGi4Cmti6ZX2fnFN0Ti0");
  }

  @ParameterizedTest
  @CsvSource({
    "'', no key",
    "ssh-ed25519, no key",
    "ssh-ed25519 %%%, not base64",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMq, incomplete",
    "ssh-ed25519 AAAA, incomplete",
    "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsABgH5C9okWi0dh2l9GKJl, another kind",
    "-----BEGIN OPENSSH PRIVATE KEY-----, a private key",
    "'command=\"x\" ssh-ed25519 AAAA', base64"
  })
  void otherLinesAreRefusedWithTheReason(String line, String reason) {
    assertThatThrownBy(() -> SshKeyLine.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("expected");
  }

  @Test
  void twoLinesAreNotOneKey() {
    assertThatThrownBy(() -> SshKeyLine.parse(ED25519 + " a\n" + ED25519))
        .hasMessageContaining("more than one line");
  }

  @Test
  void somethingBehindTheKeyIsRefused() {
    byte[] blob = Base64.getDecoder().decode(ED25519.split(" ")[1]);
    byte[] longer = java.util.Arrays.copyOf(blob, blob.length + 3);
    assertThatThrownBy(
            () -> SshKeyLine.parse("ssh-ed25519 " + Base64.getEncoder().encodeToString(longer)))
        .hasMessageContaining("3 bytes too long");
  }
}
