package io.bloomery.boot;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How booting machines are served.
 *
 * @param httpAddress where scripts, boot files and the node gateway answer; empty means the
 *     controller's address on the machines' network, and loopback while there is none
 * @param httpPort 0 takes any free port
 * @param httpConnections open at a time at each address; further ones wait to be accepted
 * @param httpLeastRate bytes a second that a client must take of a file; 0B: as slow as it likes
 * @param httpLeastRatePeriod over which the rate is taken: whoever is slower then is cut off
 * @param loader what x86-64 UEFI firmware of machines loads for which nothing else was chosen:
 *     {@code ipxe}, or {@code signed} where Secure Boot is on
 * @param files directory of kernel, in-RAM system and boot loaders
 */
@Validated
@ConfigurationProperties("bloomery.boot")
public record BootSettings(
    @DefaultValue("") String httpAddress,
    @DefaultValue("8081") @Min(0) @Max(65535) int httpPort,
    @DefaultValue("20000") @Min(1) @Max(1_000_000) int httpConnections,
    @DefaultValue("4KB") DataSize httpLeastRate,
    @DefaultValue("PT2M") Duration httpLeastRatePeriod,
    @DefaultValue("target/boot") Path files,
    @DefaultValue("ipxe") BootLoader loader) {

  public BootSettings {
    if (httpLeastRate.isNegative()) {
      throw new IllegalArgumentException(
          "bloomery.boot.http-least-rate: " + httpLeastRate + " (expected: 0B or more)");
    }
    if (httpLeastRatePeriod.toSeconds() < 1 || httpLeastRatePeriod.toHours() > 1) {
      throw new IllegalArgumentException(
          "bloomery.boot.http-least-rate-period: "
              + httpLeastRatePeriod
              + " (expected: PT1S to PT1H)");
    }
  }
}
