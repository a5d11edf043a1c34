package io.bloomery.network;

import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each subnet of the plan assigns from, as long as the plan is the same. Guarded by its owner.
 */
final class Stocks {
  private final NetworkSettings settings;
  private final Networks networks;
  private final Map<Long, Stock> bySubnet = new HashMap<>();
  private Plan planned;

  Stocks(NetworkSettings settings, Networks networks) {
    this.settings = settings;
    this.networks = networks;
  }

  /**
   * @param known addresses that are taken
   */
  Stock of(Subnet subnet, Collection<Ipv4> known) {
    Plan plan = networks.plan();
    if (plan != planned) {
      planned = plan;
      bySubnet.clear();
    }
    return bySubnet.computeIfAbsent(
        subnet.id(),
        id ->
            new Stock(
                plan.subnet(id).orElse(subnet).assignable(List.of(settings.address())), known));
  }

  /** An address was taken, or freed: one stock at most has it, and one not made yet counts then. */
  void count(Ipv4 address, int more) {
    networks
        .plan()
        .subnetOf(address)
        .map(subnet -> bySubnet.get(subnet.id()))
        .ifPresent(stock -> stock.count(address, more));
  }

  /** Counts anew. */
  void count(Collection<Ipv4> known) {
    bySubnet.values().forEach(it -> it.count(known));
  }
}
