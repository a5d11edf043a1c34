package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which subnets a request is about, by the plan. */
final class SubnetChoice {
  private final NetworkSettings settings;
  private final Networks networks;

  SubnetChoice(NetworkSettings settings, Networks networks) {
    this.settings = settings;
    this.networks = networks;
  }

  /** Empty if it comes from where DHCP is not served. */
  Optional<Link> of(PxeRequest request) {
    Plan plan = networks.plan();
    return link(plan, request).filter(it -> it.vlan().dhcp());
  }

  private Optional<Link> link(Plan plan, PxeRequest request) {
    // A relay's link selection stands before its own address (RFC 3527 section 3).
    if (!request.linkSelection().isNone()) {
      return at(plan, request.linkSelection());
    }
    Ipv4 relay = request.relay();
    if (!relay.isNone()) {
      // A relay on this host, as simulated machines have one, is at no subnet of its own.
      return relay.isLoopback() && settings.address().isLoopback()
          ? Optional.of(preferring(plan, networks.settingsSubnet()))
          : behind(plan, relay);
    }
    // Who has an address writes past the relay, from wherever it is (RFC 2131 section 4.3.6).
    Ipv4 client = request.type() == MessageType.DISCOVER ? Ipv4.NONE : request.clientAddress();
    return at(plan, client).or(() -> Optional.of(preferring(plan, networks.settingsSubnet())));
  }

  private static Optional<Link> behind(Plan plan, Ipv4 relay) {
    Optional<Vlan> named = plan.vlanBehind(relay);
    return named.isPresent()
        ? named
            .map(it -> new Link(it, plan.subnetsOf(it.id())))
            .filter(it -> !it.subnets().isEmpty())
        : at(plan, relay);
  }

  private static Optional<Link> at(Plan plan, Ipv4 address) {
    return plan.subnetOf(address).map(it -> preferring(plan, it));
  }

  private static Link preferring(Plan plan, Subnet first) {
    List<Subnet> subnets = plan.subnetsOf(first.vlan());
    if (!subnets.get(0).equals(first)) {
      subnets = new ArrayList<>(subnets);
      subnets.remove(first);
      subnets.add(0, first);
    }
    return new Link(plan.vlanOf(first), subnets);
  }
}
