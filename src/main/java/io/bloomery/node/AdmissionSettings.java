package io.bloomery.node;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many machines load at once when many are switched on together; the others wait in line.
 *
 * @param imageStreams machines that get an image at a time; 0 means no limit
 * @param ramdiskLoads machines that load kernel and in-RAM system at a time; 0 means no limit
 */
@Validated
@ConfigurationProperties("bloomery.admission")
record AdmissionSettings(
    @DefaultValue("32") @Min(0) @Max(10_000) int imageStreams,
    @DefaultValue("64") @Min(0) @Max(10_000) int ramdiskLoads) {}
