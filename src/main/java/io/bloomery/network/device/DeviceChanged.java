package io.bloomery.network.device;

/**
 * A device is new, other than before, or gone. Published in the transaction that did it.
 *
 * @param device its id
 */
public record DeviceChanged(long device) {}
