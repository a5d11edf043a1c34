package io.bloomery.network;

import io.bloomery.machine.Machine;

/** An address cannot be freed, because a machine has it. */
public class AddressInUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressInUse(Ipv4 address, Machine machine) {
    super(
        "address: %s (expected: one no machine has; machine %s, %s, gives it back when it is released, or by its interfaces)"
            .formatted(address, machine.name(), machine.status().label()));
  }
}
