package io.bloomery.boot;

import java.util.Optional;

/**
 * A script with a boot token goes to the machine alone. A MAC address can be asked for by anybody,
 * so the question must come from the address that DHCP lent to that NIC, wherever the asker is.
 */
class ForeignAddressRoute implements BootRoute {
  private final LeaseBook leases;

  ForeignAddressRoute(LeaseBook leases) {
    this.leases = leases;
  }

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    if (!leases.lends() || leases.lent(request.asker(), request.mac())) {
      return Optional.empty();
    }
    return Optional.of(
        new BootAnswer.Refused(
            "address: "
                + request.asker()
                + " (expected: the address lent to "
                + request.mac()
                + ")"));
  }
}
