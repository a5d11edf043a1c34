package io.bloomery.power.simulated;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bloomery.power.simulated}.
 *
 * @param endpoint the chassis that is asked for the power control of new machines; empty: none
 * @param answer how long an answer may take before the question is asked again
 * @param tries how often a question is asked: a datagram may be lost
 */
@ConfigurationProperties("bloomery.power.simulated")
record SimulatedSettings(
    @DefaultValue("") String endpoint,
    @DefaultValue("500ms") Duration answer,
    @DefaultValue("4") int tries) {
  SimulatedSettings {
    if (!endpoint.isEmpty() && !endpoint.matches("[A-Za-z0-9.-]+:[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "bloomery.power.simulated.endpoint: %s (expected: host:port, or empty)"
              .formatted(endpoint));
    }
    if (tries < 1 || answer.toMillis() < 1) {
      throw new IllegalArgumentException(
          "bloomery.power.simulated: tries %d, answer %s (expected: at least 1 and 1ms)"
              .formatted(tries, answer));
    }
  }
}
