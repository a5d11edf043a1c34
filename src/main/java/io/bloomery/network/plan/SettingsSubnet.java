package io.bloomery.network.plan;

import io.bloomery.network.AddressRange;
import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The boot network of the settings as a part of the plan, so that who has only that one never meets
 * a plan. The settings decide at every start. The static range is what is left of a managed subnet:
 * everything outside it is reserved or dynamic.
 */
final class SettingsSubnet {
  private static final String NOTE = "outside bloomery.network.static-range";

  private final NetworkSettings settings;

  SettingsSubnet(NetworkSettings settings) {
    this.settings = settings;
  }

  /** Whether the plan has it as the settings say. */
  boolean isIn(Plan plan) {
    return known(plan).filter(it -> describes(it)).isPresent();
  }

  /** Changes the plan to what the settings say. */
  void put(PlanRows rows) {
    Plan plan = rows.read();
    Optional<Subnet> known = known(plan);
    if (known.isEmpty()) {
      rows.add(with(newVlan(rows, plan), "boot network", 0, List.of(), null, List.of()));
    } else if (!describes(known.get())) {
      Subnet it = known.get();
      rows.change(with(it.vlan(), it.name(), it.id(), it.ntpServers(), it.logServer(), inside(it)));
    }
  }

  /**
   * Refuses a change of what the settings say.
   *
   * @throws IllegalArgumentException with the value, and that it is changed in the settings
   */
  static void mustStay(Subnet before, Subnet wanted) {
    stays("cidr", before.cidr(), wanted.cidr());
    stays("gateway", before.gateway(), wanted.gateway());
    stays("dnsServers", before.dnsServers(), wanted.dnsServers());
    stays("managed", true, wanted.managed());
    stays("ranges", before.ranges(), wanted.ranges());
  }

  private static void stays(String name, Object before, Object wanted) {
    Networks.refuseIf(!Objects.equals(before, wanted), name, wanted, Networks.BY_SETTINGS);
  }

  /** Its own from the last start, although the settings may have changed since, or one like it. */
  private Optional<Subnet> known(Plan plan) {
    return plan.subnets().stream()
        .filter(it -> it.cidr().overlaps(settings.subnet()))
        .filter(it -> it.fromSettings() || it.cidr().equals(settings.subnet()))
        .findFirst();
  }

  private boolean describes(Subnet it) {
    return it.fromSettings()
        && it.managed()
        && it.cidr().equals(settings.subnet())
        && Objects.equals(it.gateway(), settings.gateway())
        && it.dnsServers().equals(dnsServers())
        && it.ranges(SubnetRange.Kind.DYNAMIC).equals(List.of(settings.dynamicRange()))
        && it.ranges(SubnetRange.Kind.RESERVED).equals(reserved());
  }

  private List<StaticRoute> inside(Subnet it) {
    return it.routes().stream().filter(route -> settings.subnet().contains(route.via())).toList();
  }

  private Subnet with(
      long vlan,
      String name,
      long id,
      List<Ipv4> ntpServers,
      Ipv4 logServer,
      List<StaticRoute> routes) {
    List<SubnetRange> ranges = new ArrayList<>();
    ranges.add(new SubnetRange(0, SubnetRange.Kind.DYNAMIC, settings.dynamicRange(), ""));
    reserved().forEach(it -> ranges.add(new SubnetRange(0, SubnetRange.Kind.RESERVED, it, NOTE)));
    return new Subnet(
        id,
        vlan,
        name,
        settings.subnet(),
        settings.gateway(),
        dnsServers(),
        ntpServers,
        logServer,
        true,
        true,
        ranges,
        routes);
  }

  private List<Ipv4> dnsServers() {
    // A packet has room for no more.
    return settings.dnsServers().stream().limit(8).toList();
  }

  /** What is neither static nor dynamic; the gateway is in no range. */
  private List<AddressRange> reserved() {
    List<AddressRange> left = List.of(settings.subnet().hosts());
    List<AddressRange> taken = new ArrayList<>();
    taken.add(settings.staticRange());
    taken.add(settings.dynamicRange());
    if (settings.gateway() != null) {
      taken.add(new AddressRange(settings.gateway(), settings.gateway()));
    }
    for (AddressRange hole : taken) {
      left = left.stream().flatMap(range -> range.without(hole).stream()).toList();
    }
    return left;
  }

  private long newVlan(PlanRows rows, Plan plan) {
    String name = plan.fabrics().isEmpty() ? "default" : "boot " + settings.subnet().network();
    long fabric =
        plan.fabrics().stream()
            .filter(it -> it.name().equals(name))
            .map(Fabric::id)
            .findFirst()
            .orElseGet(() -> rows.add(new Fabric(0, name)));
    return plan.vlans().stream()
        .filter(it -> it.fabric() == fabric && it.vid() == 0)
        .map(Vlan::id)
        .findFirst()
        .orElseGet(
            () ->
                rows.add(
                    new Vlan(0, fabric, 0, "untagged", Vlan.USUAL_MTU, true, null, List.of())));
  }
}
