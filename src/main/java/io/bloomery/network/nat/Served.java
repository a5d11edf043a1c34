package io.bloomery.network.nat;

import io.bloomery.network.Cidr;
import io.bloomery.network.DhcpMode;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Vlan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The networks that are let out: those that DHCP serves.
 *
 * @param devices the controller's interfaces in them, each with the id of its fabric; checked,
 *     since they become part of a text
 * @param subnets also those behind routers
 */
record Served(Map<String, Long> devices, List<Cidr> subnets) {

  static Served of(NetworkSettings settings, Plan plan) {
    Map<String, Long> devices = new TreeMap<>();
    Set<Cidr> subnets = new LinkedHashSet<>();
    Vlan boot = plan.vlanOf(plan.subnetOf(settings.subnet().network()).orElseThrow());
    devices.put(settings.device(), boot.fabric());
    subnets.add(settings.subnet());
    // Beside another DHCP server only the boot interface is served.
    if (settings.dhcp() == DhcpMode.SERVER) {
      for (Vlan vlan : plan.vlans()) {
        if (vlan.dhcp()) {
          plan.subnetsOf(vlan.id()).forEach(subnet -> subnets.add(subnet.cidr()));
        }
        if (vlan.dhcp() && NetworkSettings.isPlain(vlan.device()) && !vlan.device().equals("lo")) {
          devices.put(vlan.device(), vlan.fabric());
        }
      }
    }
    return new Served(devices, List.copyOf(subnets));
  }
}
