package io.bloomery.boot.dhcp;

import io.bloomery.network.AddressRange;
import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import io.bloomery.network.plan.Fabric;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.StaticRoute;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.SubnetRange;
import io.bloomery.network.plan.Vlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan from lines such as {@code vlan 10 mtu=9000 relays=192.168.7.1 dhcp=false}, where {@code
 * fabric=hall} makes a fabric of its own, and {@code subnet 10.20.0.0/24 vlan=10
 * dynamic=10.20.0.100-10.20.0.199 gateway=10.20.0.1}; VLAN 0 is the settings'.
 */
public final class PlanText {
  private PlanText() {}

  public static void add(Networks networks, String line) {
    String[] words = line.split("\\s+");
    Map<String, String> values = new HashMap<>();
    Arrays.stream(words)
        .skip(2)
        .map(word -> word.split("=", 2))
        .forEach(pair -> values.put(pair[0], pair[1]));
    if (words[0].equals("vlan")) {
      vlan(networks, Integer.parseInt(words[1]), values);
    } else {
      subnet(networks, Cidr.of(words[1]), values);
    }
  }

  private static void vlan(Networks networks, int vid, Map<String, String> values) {
    Vlan settings = networks.vlan(networks.settingsSubnet().vlan());
    Vlan vlan =
        new Vlan(
            vid == 0 ? settings.id() : 0,
            fabric(networks, values.get("fabric"), settings.fabric()),
            vid,
            "vlan " + vid,
            Integer.parseInt(values.getOrDefault("mtu", "1500")),
            Boolean.parseBoolean(values.getOrDefault("dhcp", "true")),
            values.get("device"),
            addresses(values.get("relays")));
    if (vid == 0) {
      networks.change(vlan);
    } else {
      networks.add(vlan);
    }
  }

  private static long fabric(Networks networks, String name, long settings) {
    return name == null ? settings : networks.add(new Fabric(0, name)).id();
  }

  /** Turns DHCP off there. */
  static void without(Networks networks, Vlan vlan) {
    networks.change(
        new Vlan(
            vlan.id(),
            vlan.fabric(),
            vlan.vid(),
            vlan.name(),
            vlan.mtu(),
            false,
            vlan.device(),
            vlan.relays()));
  }

  private static void subnet(Networks networks, Cidr cidr, Map<String, String> values) {
    int vid = Integer.parseInt(values.get("vlan"));
    networks.add(
        new Subnet(
            0,
            networks.plan().vlans().stream()
                .filter(vlan -> vlan.vid() == vid)
                .findFirst()
                .orElseThrow()
                .id(),
            cidr.toString(),
            cidr,
            address(values.get("gateway")),
            addresses(values.get("dns")),
            addresses(values.get("ntp")),
            address(values.get("log")),
            true,
            false,
            values.containsKey("dynamic")
                ? List.of(
                    new SubnetRange(
                        0, SubnetRange.Kind.DYNAMIC, AddressRange.of(values.get("dynamic")), ""))
                : List.of(),
            values.containsKey("route") ? List.of(route(values.get("route"))) : List.of()));
  }

  private static StaticRoute route(String text) {
    String[] ends = text.split(",");
    return new StaticRoute(Cidr.of(ends[0]), Ipv4.of(ends[1]));
  }

  private static Ipv4 address(String text) {
    return text == null ? null : Ipv4.of(text);
  }

  private static List<Ipv4> addresses(String text) {
    return text == null ? List.of() : Arrays.stream(text.split(",")).map(Ipv4::of).toList();
  }
}
