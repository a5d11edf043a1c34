package io.bloomery.boot;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How booting machines are served.
 *
 * @param httpAddress where scripts, boot files and the node gateway answer; empty means the
 *     controller's address on the machines' network, and loopback while there is none
 * @param httpPort 0 takes any free port
 * @param loader what x86-64 UEFI firmware of machines loads for which nothing else was chosen:
 *     {@code ipxe}, or {@code signed} where Secure Boot is on
 * @param files directory of kernel, in-RAM system and boot loaders
 */
@Validated
@ConfigurationProperties("bloomery.boot")
public record BootSettings(
    @DefaultValue("") String httpAddress,
    @DefaultValue("8081") @Min(0) @Max(65535) int httpPort,
    @DefaultValue("target/boot") Path files,
    @DefaultValue("ipxe") BootLoader loader) {}
