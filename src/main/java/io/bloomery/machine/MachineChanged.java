package io.bloomery.machine;

/**
 * A machine got another name or address, or is gone. Published in the transaction that did it.
 *
 * @param machine its id
 */
public record MachineChanged(String machine) {}
