/**
 * Measurements that anybody can repeat: each starts what it needs, plays the persons' parts over
 * REST, and writes its result to {@code target/bench/}. Speaks to the controller over the wire
 * alone.
 */
package io.bloomery.bench;
