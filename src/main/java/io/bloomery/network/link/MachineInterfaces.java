package io.bloomery.network.link;

import static io.bloomery.network.link.MachineInterface.check;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.Vlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All interfaces of one machine. It cannot be made of parts that contradict each other; whether it
 * fits the plan of the networks is asked apart, because that changes by itself.
 */
public final class MachineInterfaces {
  private static final int MOST = 100;

  private final MacAddress bootNic;
  private final Map<String, MachineInterface> byName = new LinkedHashMap<>();

  /** By the name of its member. */
  private final Map<String, MachineInterface> bonds = new HashMap<>();

  MachineInterfaces(MacAddress bootNic, List<MachineInterface> all) {
    this.bootNic = bootNic;
    check(all.size() <= MOST, "interfaces", all.size(), "at most " + MOST);
    Set<MacAddress> macs = new HashSet<>();
    for (MachineInterface one : all) {
      check(byName.put(one.name(), one) == null, "name of interface", one.name(), "each once");
      check(one.mac() == null || macs.add(one.mac()), "mac", one.mac(), "each once");
    }
    all.stream().filter(it -> it.bond() != null).forEach(this::join);
    all.stream().filter(it -> it.tag() != null).forEach(this::checkTag);
    check(
        primary().isPresent(),
        "links",
        "none AUTO or STATIC",
        "one at least, or nobody knows where the machine is");
  }

  /** What a machine has that nobody configured. */
  static MachineInterfaces unconfigured(MacAddress bootNic, Subnet subnet, Ipv4 address) {
    Link link = new Link(LinkMode.AUTO, subnet.id(), address);
    return new MachineInterfaces(
        bootNic, List.of(new MachineInterface("eth0", bootNic, null, null, null, List.of(link))));
  }

  private void join(MachineInterface bond) {
    for (String name : bond.bond().members()) {
      String what = "member of " + bond.name();
      MachineInterface member = byName.get(name);
      check(member != null, what, name, "one of the interfaces " + byName.keySet());
      check(member.mac() != null, what, name, "a network card");
      check(
          member.links().isEmpty(),
          "links of " + name,
          member.links().size(),
          "none: its bond has them");
      check(member.mtu() == null, "mtu of " + name, member.mtu(), "none: its bond has it");
      MachineInterface other = bonds.put(name, bond);
      check(other == null, what, name, "no member of " + (other == null ? "" : other.name()));
    }
  }

  private void checkTag(MachineInterface vlan) {
    String parent = vlan.tag().parent();
    String what = "parent of " + vlan.name();
    MachineInterface below = parent == null ? null : byName.get(parent);
    check(below != null, what, parent, "one of the interfaces " + byName.keySet());
    check(below.tag() == null, what, parent, "a network card or a bond");
    check(!bonds.containsKey(parent), what, parent, "no member of a bond");
    check(
        byName.values().stream()
            .noneMatch(it -> it != vlan && it.tag() != null && it.tag().equals(vlan.tag())),
        "vlan of " + vlan.name(),
        vlan.tag().vlan(),
        "one that no other interface on " + parent + " has");
  }

  /**
   * Refuses what the plan does not know, or knows otherwise.
   *
   * @throws IllegalArgumentException with value and reason
   */
  void mustFit(Plan plan) {
    byName.values().forEach(it -> mustFit(it, plan));
  }

  private void mustFit(MachineInterface one, Plan plan) {
    Vlan vlan = one.tag() == null ? null : tagged(one, plan);
    Set<Long> subnets = new HashSet<>();
    for (Link link : one.links()) {
      if (link.subnet() == null) {
        continue;
      }
      Subnet subnet = plan.subnet(link.subnet()).orElse(null);
      check(subnet != null, "subnet of " + one.name(), link.subnet(), "one of the plan");
      check(
          subnets.add(subnet.id()),
          "subnet of " + one.name(),
          subnet.cidr(),
          "each once at one interface");
      Vlan own = plan.vlanOf(subnet);
      check(
          vlan == null || own.id() == vlan.id(),
          "subnet of " + one.name(),
          subnet.cidr(),
          "one of VLAN " + (vlan == null ? "" : vlan.name()) + "; it is in VLAN " + own.name());
      vlan = own;
      check(
          link.address() == null
              || subnet.cidr().contains(link.address())
                  && !link.address().equals(subnet.cidr().network())
                  && !link.address().equals(subnet.cidr().broadcast()),
          "address of " + one.name(),
          link.address(),
          "a host address of subnet " + subnet.cidr());
    }
    checkMtu(one, plan);
  }

  private Vlan tagged(MachineInterface one, Plan plan) {
    Vlan vlan = plan.vlan(one.tag().vlan()).orElse(null);
    check(vlan != null, "vlan of " + one.name(), one.tag().vlan(), "the id of a VLAN of the plan");
    check(vlan.vid() > 0, "vlan of " + one.name(), vlan.name(), "one with a vid; it is untagged");
    MachineInterface parent = byName.get(one.tag().parent());
    untagged(parent, plan)
        .ifPresent(
            below -> {
              check(
                  below.id() != vlan.id(),
                  "vlan of " + one.name(),
                  vlan.name(),
                  "another one than that of " + parent.name());
              check(
                  below.fabric() == vlan.fabric(),
                  "vlan of " + one.name(),
                  vlan.name(),
                  "one of the fabric that " + parent.name() + " is in");
            });
    return vlan;
  }

  /** The VLAN that its own links are in; empty if none says. */
  private static Optional<Vlan> untagged(MachineInterface one, Plan plan) {
    return one.links().stream()
        .filter(it -> it.subnet() != null)
        .flatMap(it -> plan.subnet(it.subnet()).stream())
        .map(plan::vlanOf)
        .findFirst();
  }

  private void checkMtu(MachineInterface one, Plan plan) {
    if (one.tag() != null) {
      MachineInterface parent = byName.get(one.tag().parent());
      int least = ownMtu(one, plan);
      check(
          parent.mtu() == null || parent.mtu() >= least,
          "mtu of " + parent.name(),
          parent.mtu(),
          "at least " + least + ", which " + one.name() + " has");
    }
  }

  /**
   * Bytes a frame of this interface can carry: as told, or as it needs for itself and its VLANs.
   */
  public int mtu(MachineInterface one, Plan plan) {
    int own = ownMtu(one, plan);
    return one.mtu() != null
        ? own
        : byName.values().stream()
            .filter(it -> it.tag() != null && it.tag().parent().equals(one.name()))
            .mapToInt(it -> ownMtu(it, plan))
            .reduce(own, Math::max);
  }

  private static int ownMtu(MachineInterface one, Plan plan) {
    if (one.mtu() != null) {
      return one.mtu();
    }
    Optional<Vlan> vlan = one.tag() == null ? untagged(one, plan) : plan.vlan(one.tag().vlan());
    return vlan.map(Vlan::mtu).orElse(Vlan.USUAL_MTU);
  }

  public Collection<MachineInterface> all() {
    return byName.values();
  }

  /** Whether it is in a bond. */
  public boolean isMember(MachineInterface one) {
    return bonds.containsKey(one.name());
  }

  /** The address its frames come from: a bond has that of the NIC the machine boots from. */
  public MacAddress mac(MachineInterface one) {
    return switch (one.kind()) {
      case PHYSICAL -> one.mac();
      case VLAN -> mac(byName.get(one.tag().parent()));
      case BOND -> {
        List<MacAddress> members =
            one.bond().members().stream().map(it -> byName.get(it).mac()).toList();
        yield members.contains(bootNic) ? bootNic : members.get(0);
      }
    };
  }

  /**
   * The interface that has the machine's own address: the first with a fixed one, those that go
   * over the boot NIC before all others.
   */
  public Optional<MachineInterface> primary() {
    return Stream.concat(
            byName.values().stream().filter(it -> mac(it).equals(bootNic)),
            byName.values().stream())
        .filter(it -> it.links().stream().anyMatch(link -> link.mode().fixed()))
        .findFirst();
  }

  /** The address the machine is known by; empty while it has none. */
  public Optional<Ipv4> address() {
    return primary().stream()
        .flatMap(it -> it.links().stream())
        .filter(it -> it.mode().fixed())
        .findFirst()
        .map(Link::address);
  }

  /** The same with other links. */
  MachineInterfaces map(UnaryOperator<MachineInterface> change) {
    return new MachineInterfaces(bootNic, byName.values().stream().map(change).toList());
  }
}
