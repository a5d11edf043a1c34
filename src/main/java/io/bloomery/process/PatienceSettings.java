package io.bloomery.process;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the processes wait before a person is asked, or, where a person is waited for, before
 * the process ends by itself. The models read them as {@code ${patience.boot}}.
 *
 * @param boot from power-on until the machine reports in from RAM
 * @param bootAttempts power cycles before a person is asked
 * @param commissioning inventory and all tests
 * @param deployment from the start until SSH answers
 * @param firstBoot from the restart until the installed system reports
 * @param release erasing included
 * @param hand from the request to switch a machine by hand until it is done
 * @param handReminder until administrators are told that nobody has done it yet
 * @param person an administrator's task about a machine
 * @param approval a decision on a request
 * @param queue a request for which no machine is free
 * @param lookAgain between two looks for a free machine
 */
@Validated
@ConfigurationProperties("bloomery.patience")
public record PatienceSettings(
    @DefaultValue("PT10M") Duration boot,
    @DefaultValue("3") @Min(1) @Max(20) int bootAttempts,
    @DefaultValue("PT4H") Duration commissioning,
    @DefaultValue("PT2H") Duration deployment,
    @DefaultValue("PT20M") Duration firstBoot,
    @DefaultValue("PT12H") Duration release,
    @DefaultValue("PT90M") Duration hand,
    @DefaultValue("PT30M") Duration handReminder,
    @DefaultValue("P14D") Duration person,
    @DefaultValue("P3D") Duration approval,
    @DefaultValue("P7D") Duration queue,
    @DefaultValue("PT30S") Duration lookAgain) {}
