package io.bloomery.power.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bloomery.power.webhook}.
 *
 * @param answer how long a request may take
 * @param trustOnFirstUse whether a certificate that is to be pinned is accepted and kept when it is
 *     met for the first time; else an operator adds it to the file of known certificates
 * @param inside hosts that may be called although their addresses are loopback or link-local, which
 *     are refused otherwise: what listens there often trusts whoever can reach it
 */
@ConfigurationProperties("bloomery.power.webhook")
record WebhookSettings(
    @DefaultValue("10s") Duration answer,
    @DefaultValue("true") boolean trustOnFirstUse,
    @DefaultValue List<String> inside) {
  WebhookSettings {
    inside = List.copyOf(inside);
    if (answer.toMillis() < 100) {
      throw new IllegalArgumentException(
          "bloomery.power.webhook.answer: %s (expected: at least 100ms)".formatted(answer));
    }
  }
}
