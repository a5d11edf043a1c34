package io.bloomery.node;

import java.time.Clock;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Tokens under a key that everybody knows. */
public final class TestTokens {
  private TestTokens() {}

  public static BootTokens tokens() {
    return at(Clock.systemUTC());
  }

  static BootTokens at(Clock clock) {
    Duration second = Duration.ofSeconds(1);
    NodeSettings settings =
        new NodeSettings(
            Duration.ofMinutes(15),
            second,
            second.multipliedBy(3),
            second,
            second,
            22,
            DataSize.ofMegabytes(1));
    return new BootTokens(new byte[32], settings, clock);
  }
}
