package io.bloomery.power.redfish;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bloomery.power.redfish}.
 *
 * @param answer how long one action may take, whatever it asks the management controller on the way
 * @param trustOnFirstUse whether the certificate of a management controller that is met for the
 *     first time is accepted and kept; else an operator adds it to the file of known certificates
 */
@ConfigurationProperties("bloomery.power.redfish")
record RedfishSettings(
    @DefaultValue("20s") Duration answer, @DefaultValue("true") boolean trustOnFirstUse) {
  RedfishSettings {
    if (answer.toMillis() < 100) {
      throw new IllegalArgumentException(
          "bloomery.power.redfish.answer: %s (expected: at least 100ms)".formatted(answer));
    }
  }
}
