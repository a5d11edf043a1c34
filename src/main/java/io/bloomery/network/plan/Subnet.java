package io.bloomery.network.plan;

import io.bloomery.network.AddressRange;
import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The addresses of a VLAN, or some of them.
 *
 * @param id 0 before it is stored
 * @param gateway null: none
 * @param ntpServers where machines get the time
 * @param logServer where machines send their log (RFC 5424), or null
 * @param managed whether Bloomery gives out every address that is not reserved; if not, it gives
 *     out reserved ones alone
 * @param fromSettings whether it is the one that {@code bloomery.network.*} describes
 */
public record Subnet(
    long id,
    long vlan,
    String name,
    Cidr cidr,
    Ipv4 gateway,
    List<Ipv4> dnsServers,
    List<Ipv4> ntpServers,
    Ipv4 logServer,
    boolean managed,
    boolean fromSettings,
    List<SubnetRange> ranges,
    List<StaticRoute> routes) {
  private static final int MOST_SERVERS = 8;
  private static final int MOST_ROUTES = 50;
  private static final int MOST_RANGES = 100;

  public Subnet {
    Names.check("subnet", name);
    dnsServers = List.copyOf(dnsServers);
    ntpServers = List.copyOf(ntpServers);
    ranges = List.copyOf(ranges);
    routes = List.copyOf(routes);
    check(cidr.hasHosts(), "cidr", cidr, "a prefix from 8 to 30");
    check(dnsServers.size() <= MOST_SERVERS, "dnsServers", dnsServers, "at most " + MOST_SERVERS);
    check(ntpServers.size() <= MOST_SERVERS, "ntpServers", ntpServers, "at most " + MOST_SERVERS);
    check(routes.size() <= MOST_ROUTES, "routes", routes.size(), "at most " + MOST_ROUTES);
    check(ranges.size() <= MOST_RANGES, "ranges", ranges.size(), "at most " + MOST_RANGES);
    for (StaticRoute route : routes) {
      host(cidr, "route to " + route.to() + " via", route.via());
    }
    for (SubnetRange range : ranges) {
      AddressRange addresses = range.addresses();
      check(cidr.holds(addresses), "range", addresses, "host addresses of subnet " + cidr);
      for (SubnetRange other : ranges) {
        check(
            other == range || !addresses.overlaps(other.addresses()),
            "range",
            addresses,
            "none of range " + other.addresses());
      }
    }
    if (gateway != null) {
      host(cidr, "gateway", gateway);
      for (SubnetRange range : ranges) {
        check(
            !range.addresses().contains(gateway),
            "gateway",
            gateway,
            "outside range " + range.addresses());
      }
    }
  }

  /** The ranges of one kind, the lowest first. */
  public List<AddressRange> ranges(SubnetRange.Kind kind) {
    return ranges.stream()
        .filter(range -> range.kind() == kind)
        .map(SubnetRange::addresses)
        .sorted((one, other) -> one.first().compareTo(other.first()))
        .toList();
  }

  /** What DHCP lends from: nothing where it is unmanaged. */
  public List<AddressRange> dynamic() {
    return managed ? ranges(SubnetRange.Kind.DYNAMIC) : List.of();
  }

  /**
   * What fixed addresses are assigned from, the lowest first.
   *
   * @param except addresses somebody has that no table tells of, the controller's own among them
   */
  public List<AddressRange> assignable(Collection<Ipv4> except) {
    List<AddressRange> left = managed ? List.of(cidr.hosts()) : ranges(SubnetRange.Kind.RESERVED);
    if (managed) {
      for (SubnetRange range : ranges) {
        left = without(left, range.addresses());
      }
    }
    List<Ipv4> others = new ArrayList<>(except);
    others.addAll(dnsServers);
    others.addAll(ntpServers);
    routes.forEach(route -> others.add(route.via()));
    if (gateway != null) {
      others.add(gateway);
    }
    if (logServer != null) {
      others.add(logServer);
    }
    for (Ipv4 other : others) {
      left = without(left, new AddressRange(other, other));
    }
    return left;
  }

  private static List<AddressRange> without(List<AddressRange> ranges, AddressRange hole) {
    return ranges.stream().flatMap(range -> range.without(hole).stream()).toList();
  }

  private static void host(Cidr cidr, String name, Ipv4 address) {
    check(
        cidr.holds(new AddressRange(address, address)),
        name,
        address,
        "a host address of subnet " + cidr);
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
