package io.bloomery.power.ipmi;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bloomery.power.ipmi}.
 *
 * @param answer how long a BMC may take for one thing, with all that is asked again; one that needs
 *     longer counts as hung
 * @param keepSession how long a session that nobody uses stays open; most BMCs end it after 60 s
 *     themselves
 */
@ConfigurationProperties("bloomery.power.ipmi")
record IpmiSettings(
    @DefaultValue("15s") Duration answer, @DefaultValue("20s") Duration keepSession) {
  IpmiSettings {
    if (answer.toMillis() < 100) {
      throw new IllegalArgumentException(
          "bloomery.power.ipmi.answer: %s (expected: at least 100ms)".formatted(answer));
    }
    if (keepSession.isNegative()) {
      throw new IllegalArgumentException(
          "bloomery.power.ipmi.keep-session: %s (expected: 0s or longer)".formatted(keepSession));
    }
  }
}
