package io.bloomery.power;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bloomery.power}.
 *
 * @param readBack how long a machine may take from the order until its power control reports the
 *     new state
 */
@ConfigurationProperties("bloomery.power")
record PowerSettings(@DefaultValue("30s") Duration readBack) {
  PowerSettings {
    if (readBack.toMillis() < 100) {
      throw new IllegalArgumentException(
          "bloomery.power.read-back: %s (expected: at least 100ms)".formatted(readBack));
    }
  }
}
