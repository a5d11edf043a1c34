/**
 * The build as reviewer: rules about packages, models and documents. Each rule has a probe that
 * breaks it, because a rule nobody has seen fail is not a rule.
 */
package io.bloomery.architecture;
