/**
 * REST under {@code /api/v1}: what programs and pages ask and order. Rules of who may do what are
 * here, once.
 */
package io.bloomery.api;
