package io.bloomery.node;

import io.bloomery.network.Ipv4;
import io.bloomery.network.Resolvers;
import io.bloomery.network.link.Link;
import io.bloomery.network.link.LinkMode;
import io.bloomery.network.link.MachineInterface;
import io.bloomery.network.link.MachineInterfaces;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.Vlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The interfaces of one machine as cloud-init's network-config, version 2. Addresses and lists of
 * them are plain; whatever else came from a person is a JSON string, which is YAML too.
 */
final class NetworkConfig {
  /** Without it nobody notices that a cable is out: the kernel does not look by itself. */
  private static final String LINK_MONITOR = "mii-monitor-interval";

  private static final String LEARN_INTERVAL = "learn-packet-interval";
  private static final String ARP_MONITOR = "arp-interval";
  private static final String ARP_TARGETS = "arp-ip-targets";

  private final MachineInterfaces interfaces;
  private final Plan plan;
  private final Resolvers resolvers;
  private final StringBuilder text = new StringBuilder("version: 2\n");

  /** The one interface with the default route. */
  private final MachineInterface outward;

  NetworkConfig(MachineInterfaces interfaces, Plan plan, Resolvers resolvers) {
    this.interfaces = interfaces;
    this.plan = plan;
    this.resolvers = resolvers;
    outward = outward();
  }

  /**
   * Where a router is told of, at the machine's own address if there is one; two default routes
   * would take packets out of an interface that their answers do not come back to.
   */
  private MachineInterface outward() {
    List<MachineInterface> all =
        Stream.concat(interfaces.primary().stream(), interfaces.all().stream()).toList();
    return all.stream()
        .filter(it -> addressed(it).anyMatch(subnet -> subnet.gateway() != null))
        .findFirst()
        .or(() -> all.stream().filter(NetworkConfig::asks).findFirst())
        .orElse(null);
  }

  @Override
  public String toString() {
    write("ethernets", MachineInterface.Kind.PHYSICAL);
    write("bonds", MachineInterface.Kind.BOND);
    write("vlans", MachineInterface.Kind.VLAN);
    return text.toString();
  }

  private void write(String section, MachineInterface.Kind kind) {
    List<MachineInterface> all = interfaces.all().stream().filter(it -> it.kind() == kind).toList();
    if (!all.isEmpty()) {
      line(0, section + ":");
      all.forEach(this::write);
    }
  }

  private void write(MachineInterface one) {
    line(2, one.name() + ":");
    switch (one.kind()) {
      case PHYSICAL -> {
        // By MAC address, because names of network cards differ between systems, and named,
        // because cloud-init's renderer for ifupdown knows no match without set-name.
        line(4, "match:");
        line(6, "macaddress: " + Json.quoted(one.mac().value()));
        line(4, "set-name: " + one.name());
      }
      case BOND -> {
        line(4, "interfaces: " + list(one.bond().members()));
        // The kernel would take that of whichever member is the first to join.
        line(4, "macaddress: " + Json.quoted(interfaces.mac(one).value()));
        line(4, "parameters:");
        parameters(one.bond().parameters());
      }
      case VLAN -> {
        line(4, "id: " + plan.vlan(one.tag().vlan()).orElseThrow().vid());
        line(4, "link: " + one.tag().parent());
      }
    }
    int mtu = interfaces.mtu(one, plan);
    if (one.mtu() != null || mtu != Vlan.USUAL_MTU) {
      line(4, "mtu: " + mtu);
    }
    if (one.links().stream().anyMatch(it -> it.mode() == LinkMode.NONE)) {
      // Nobody waits for it when the system starts.
      line(4, "optional: true");
    }
    addresses(one);
  }

  private void parameters(Map<String, String> given) {
    given.forEach(
        (name, value) ->
            line(
                6,
                name
                    + ": "
                    + (name.equals(ARP_TARGETS)
                        ? list(List.of(value.split(",")))
                        : plain(name, value) ? value : Json.quoted(value))));
    if (!given.containsKey(LINK_MONITOR) && !given.containsKey(ARP_MONITOR)) {
      line(6, LINK_MONITOR + ": " + Json.quoted("100"));
    }
  }

  /** Two intervals are strings in cloud-init's schema, and all other numbers are numbers. */
  private static boolean plain(String name, String value) {
    return value.matches("\\d+|true|false")
        && !name.equals(LINK_MONITOR)
        && !name.equals(LEARN_INTERVAL);
  }

  private void addresses(MachineInterface one) {
    if (asks(one)) {
      line(4, "dhcp4: true");
      if (one != outward) {
        line(4, "dhcp4-overrides:");
        line(6, "use-routes: false");
      }
    }
    List<Link> fixed = one.links().stream().filter(it -> it.address() != null).toList();
    if (!fixed.isEmpty()) {
      line(4, "addresses:");
      fixed.forEach(it -> line(6, "- " + it.address() + "/" + subnet(it).cidr().prefix()));
    }
    routes(one);
    nameServers(one);
  }

  private void routes(MachineInterface one) {
    List<String> routes = new ArrayList<>();
    if (one == outward) {
      addressed(one)
          .map(Subnet::gateway)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(it -> routes.add("- to: 0.0.0.0/0\n        via: " + it));
    }
    addressed(one)
        .flatMap(it -> it.routes().stream())
        .sorted(Comparator.comparing(it -> it.to()))
        .forEach(it -> routes.add("- to: " + it.to() + "\n        via: " + it.via()));
    if (!routes.isEmpty()) {
      line(4, "routes:");
      routes.forEach(it -> line(6, it));
    }
  }

  private void nameServers(MachineInterface one) {
    List<Resolvers.Told> told = addressed(one).map(it -> resolvers.of(it.dnsServers())).toList();
    Set<Ipv4> servers = new LinkedHashSet<>();
    told.forEach(it -> servers.addAll(it.servers()));
    if (servers.isEmpty()) {
      return;
    }
    line(4, "nameservers:");
    line(6, "addresses:");
    servers.forEach(it -> line(8, "- " + it));
    told.stream()
        .map(Resolvers.Told::domain)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(it -> line(6, "search: " + list(List.of(it))));
  }

  /** The subnets it has an address in that DHCP does not give. */
  private Stream<Subnet> addressed(MachineInterface one) {
    return one.links().stream().filter(it -> it.address() != null).map(this::subnet);
  }

  private Subnet subnet(Link link) {
    return plan.subnet(link.subnet()).orElseThrow();
  }

  /** Also where an address is missing that should be there: better any than none. */
  private static boolean asks(MachineInterface one) {
    return one.links().stream()
        .anyMatch(
            it -> it.mode() == LinkMode.DHCP || it.mode() == LinkMode.AUTO && it.address() == null);
  }

  private static String list(List<String> words) {
    return "[" + String.join(", ", words.stream().map(Json::quoted).toList()) + "]";
  }

  private void line(int indent, String words) {
    text.append(" ".repeat(indent)).append(words).append('\n');
  }
}
