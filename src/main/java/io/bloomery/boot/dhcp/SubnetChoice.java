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
  Optional<Link> of(PxeRequest request, Arrival at) {
    Plan plan = networks.plan();
    return subnets(plan, request, at)
        .filter(found -> !found.isEmpty())
        .map(found -> new Link(plan.vlanOf(found.get(0)), found, server(request, at, found.get(0))))
        .filter(link -> link.vlan().dhcp());
  }

  private Optional<List<Subnet>> subnets(Plan plan, PxeRequest request, Arrival at) {
    // A relay's link selection stands before its own address (RFC 3527 section 3).
    if (!request.linkSelection().isNone()) {
      return around(plan, request.linkSelection());
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
    return around(plan, client).or(() -> around(plan, at));
  }

  private static Optional<List<Subnet>> behind(Plan plan, Ipv4 relay) {
    Optional<Vlan> named = plan.vlanBehind(relay);
    return named.isPresent() ? named.map(it -> plan.subnetsOf(it.id())) : around(plan, relay);
  }

  private Optional<List<Subnet>> around(Plan plan, Arrival at) {
    return at.device().equals(settings.device())
        ? Optional.of(preferring(plan, networks.settingsSubnet()))
        : plan.vlanAt(at.device()).map(it -> plan.subnetsOf(it.id()));
  }

  private static Optional<List<Subnet>> around(Plan plan, Ipv4 address) {
    return plan.subnetOf(address).map(it -> preferring(plan, it));
  }

  private static List<Subnet> preferring(Plan plan, Subnet first) {
    List<Subnet> subnets = plan.subnetsOf(first.vlan());
    if (subnets.get(0).id() == first.id()) {
      return subnets;
    }
    List<Subnet> sorted = new ArrayList<>(subnets);
    sorted.removeIf(it -> it.id() == first.id());
    sorted.add(0, first);
    return sorted;
  }

  /** Where its clients reach this server: behind relays at the one address known to them all. */
  private Ipv4 server(PxeRequest request, Arrival at, Subnet subnet) {
    if (!request.serverOverride().isNone()) {
      return request.serverOverride();
    }
    return request.relay().isNone()
        ? at.addresses().stream()
            .filter(subnet.cidr()::contains)
            .findFirst()
            .orElse(at.addresses().get(0))
        : settings.address();
  }
}
