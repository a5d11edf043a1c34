package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.MacAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootTokensTest {
  private static final MacAddress MAC = MacAddress.of("52:54:00:00:00:01");

  @Test
  void tokenSaysWhoAndWhichBoot() {
    BootTokens tokens = TestTokens.tokens();
    BootTokens.BootToken token = tokens.open(tokens.mint(MAC, 7)).orElseThrow();
    assertThat(token.mac()).isEqualTo(MAC);
    assertThat(token.generation()).isEqualTo(7);
    assertThat(token.nonce()).hasSize(32);
    assertThat(tokens.open(tokens.mint(MAC, 7)).orElseThrow().nonce()).isNotEqualTo(token.nonce());
  }

  @Test
  void anyChangedBitIsSeen() {
    BootTokens tokens = TestTokens.tokens();
    byte[] token = Base64.getUrlDecoder().decode(tokens.mint(MAC, 7));
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] changed = token.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(tokens.open(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
          .isEmpty();
    }
    assertThat(tokens.open("")).isEmpty();
    assertThat(tokens.open("not base64!")).isEmpty();
  }

  @Test
  void tokenEnds() {
    BootTokens then = TestTokens.at(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16)));
    assertThat(TestTokens.tokens().open(then.mint(MAC, 1))).isEmpty();
  }

  @Test
  void firstBootTokenIsOfOneMachineAndDeployment() {
    BootTokens tokens = TestTokens.tokens();
    String token = tokens.firstBoot("m1", "p-1");
    assertThat(tokens.openFirstBoot(token)).contains(new BootTokens.FirstBootToken("m1", "p-1"));
    assertThat(tokens.openFirstBoot(token.replace("m1", "m2"))).isEmpty();
    assertThat(tokens.openFirstBoot(token.replace("p-1", "p-2"))).isEmpty();
    assertThat(tokens.openFirstBoot("x")).isEmpty();
  }

  @Test
  void keyIsMadeOnceAndIsPrivate(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("data").resolve("boot-token.key");
    byte[] key = KeyFile.read(file);
    assertThat(key).hasSize(32);
    assertThat(KeyFile.read(file)).isEqualTo(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).hasSize(1);
    }
  }
}
