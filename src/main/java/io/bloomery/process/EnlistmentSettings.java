package io.bloomery.process;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How machines nobody knew are taken in.
 *
 * @param mostNew machines that may wait for their review at a time; more are turned away
 */
@Validated
@ConfigurationProperties("bloomery.enlistment")
record EnlistmentSettings(@DefaultValue("10000") @Min(1) int mostNew) {}
