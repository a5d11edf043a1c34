package io.bloomery.dns;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;

/** A part that there is only where there is a name server. */
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnExpression(
    "!'${bloomery.network.interface:}'.isBlank() and ${bloomery.dns.enabled:true}")
@interface ServesNames {}
