package io.bloomery.api;

import io.bloomery.network.AddressRange;
import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Usage;
import io.bloomery.network.plan.StaticRoute;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.SubnetRange;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * A subnet, with how many of the addresses it assigns are taken.
 *
 * @param fromSettings whether it is the one of {@code bloomery.network.*}
 */
record SubnetView(
    long id,
    long vlan,
    String name,
    String cidr,
    String gateway,
    List<String> dnsServers,
    List<String> ntpServers,
    String logServer,
    boolean managed,
    boolean fromSettings,
    List<RangeView> ranges,
    List<RouteView> routes,
    Usage usage) {
  record RangeView(@NotNull SubnetRange.Kind kind, @NotNull String addresses, String note) {
    SubnetRange range() {
      return new SubnetRange(0, kind, AddressRange.of(addresses), note);
    }
  }

  record RouteView(@NotNull String to, @NotNull String via) {
    StaticRoute route() {
      return new StaticRoute(Cidr.of(to), Ipv4.of(via));
    }
  }

  /** What is left out is none; a subnet is managed unless told otherwise. */
  record Body(
      long vlan,
      @NotNull String name,
      @NotNull String cidr,
      String gateway,
      @Size(max = 8) List<String> dnsServers,
      @Size(max = 8) List<String> ntpServers,
      String logServer,
      Boolean managed,
      @Valid @Size(max = 100) List<RangeView> ranges,
      @Valid @Size(max = 50) List<RouteView> routes) {
    Subnet of(long id, Subnet before) {
      return new Subnet(
          id,
          vlan,
          name,
          Cidr.of(cidr),
          gateway == null ? null : Ipv4.of(gateway),
          orNone(dnsServers).stream().map(Ipv4::of).toList(),
          orNone(ntpServers).stream().map(Ipv4::of).toList(),
          logServer == null ? null : Ipv4.of(logServer),
          managed == null || managed,
          before != null && before.fromSettings(),
          orNone(ranges).stream().map(RangeView::range).toList(),
          orNone(routes).stream().map(RouteView::route).toList());
    }

    private static <T> List<T> orNone(List<T> list) {
      return list == null ? List.of() : list;
    }
  }

  static SubnetView of(Subnet subnet, Usage usage) {
    return new SubnetView(
        subnet.id(),
        subnet.vlan(),
        subnet.name(),
        subnet.cidr().toString(),
        subnet.gateway() == null ? null : subnet.gateway().toString(),
        subnet.dnsServers().stream().map(Ipv4::toString).toList(),
        subnet.ntpServers().stream().map(Ipv4::toString).toList(),
        subnet.logServer() == null ? null : subnet.logServer().toString(),
        subnet.managed(),
        subnet.fromSettings(),
        subnet.ranges().stream()
            .map(it -> new RangeView(it.kind(), it.addresses().toString(), it.note()))
            .toList(),
        subnet.routes().stream()
            .map(it -> new RouteView(it.to().toString(), it.via().toString()))
            .toList(),
        usage);
  }
}
