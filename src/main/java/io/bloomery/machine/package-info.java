/**
 * The registry: what is known of each machine, what state it is in, and what happened to it.
 * Depends on nothing.
 */
package io.bloomery.machine;
