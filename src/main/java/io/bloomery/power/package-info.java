/**
 * Switching machines on and off: the {@link io.bloomery.power.PowerDriver} contract, the {@link
 * io.bloomery.power.Power} facade that reads back what it did, and the workers. One package below
 * this one per driver.
 */
package io.bloomery.power;
