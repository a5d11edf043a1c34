/**
 * Power of simulated machines: the controller's side of the chassis that {@code bloomery simulate}
 * runs.
 */
package io.bloomery.power.simulated;
