package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.Vlan;
import java.util.List;
import java.util.Optional;

/**
 * Where a client is.
 *
 * @param subnets those of the VLAN, the preferred one first; one at least
 * @param server what this server calls itself there
 */
record Link(Vlan vlan, List<Subnet> subnets, Ipv4 server) {
  /** The subnet of the VLAN that this address is in. */
  Optional<Subnet> subnetOf(Ipv4 address) {
    return subnets.stream().filter(it -> it.cidr().contains(address)).findFirst();
  }
}
