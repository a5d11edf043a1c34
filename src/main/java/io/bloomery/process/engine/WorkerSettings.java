package io.bloomery.process.engine;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tasks are worked on.
 *
 * @param name under which this controller locks tasks; it must stay the same over restarts, because
 *     at start the controller goes on with what it had locked before
 * @param threads tasks worked on at once
 * @param lock how long a task stays locked for this controller after it stopped renewing
 * @param sweep how often open tasks that nobody works on are looked for
 */
@Validated
@ConfigurationProperties("bloomery.worker")
record WorkerSettings(
    @DefaultValue("bloomery") @NotBlank String name,
    @DefaultValue("16") @Min(1) @Max(256) int threads,
    @DefaultValue("PT10M") Duration lock,
    @DefaultValue("PT30S") Duration sweep) {}
