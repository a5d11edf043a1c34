package io.bloomery.api;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.network.link.Link;
import io.bloomery.network.link.LinkMode;
import io.bloomery.network.link.MachineInterface;
import io.bloomery.network.link.MachineInterfaces;
import io.bloomery.network.link.NicReport;
import io.bloomery.network.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One interface of a machine.
 *
 * @param name null for a network card that is not configured and that no inventory named
 * @param mac the address its frames come from
 * @param mtu as configured, or null: what its networks need
 * @param missing whether it is a network card that is configured and that the machine does not have
 * @param seen on which subnet an inventory found it; null for bonds and VLANs, and if none did
 */
record InterfaceView(
    String name,
    MachineInterface.Kind kind,
    String mac,
    Integer mtu,
    InterfaceBody.BondBody bond,
    InterfaceBody.VlanTag vlan,
    List<LinkView> links,
    boolean bootNic,
    boolean missing,
    Seen seen) {
  /**
   * @param address null for DHCP and NONE, and for AUTO while nothing is deployed
   */
  record LinkView(LinkMode mode, Long subnet, String address) {
    static LinkView of(Link link) {
      return new LinkView(
          link.mode(), link.subnet(), link.address() == null ? null : link.address().toString());
    }
  }

  /**
   * @param name what the in-RAM system called it
   * @param subnet id of the subnet whose address DHCP lent it, or null
   */
  record Seen(String name, Long subnet, String cidr, Instant at) {}

  /**
   * @param configured whether anybody configured them; if not, they are what every machine has
   */
  record OfMachine(boolean configured, List<InterfaceView> interfaces) {}

  static OfMachine of(
      Machine machine,
      MachineInterfaces all,
      boolean configured,
      Map<MacAddress, NicReport> reports,
      Plan plan) {
    List<InterfaceView> views = new ArrayList<>();
    Set<MacAddress> shown = new HashSet<>();
    for (MachineInterface one : all.all()) {
      if (one.mac() != null) {
        shown.add(one.mac());
      }
      views.add(view(one, machine, all.mac(one), reports, plan));
    }
    for (MacAddress nic : machine.nics()) {
      if (!shown.contains(nic)) {
        views.add(unused(nic, machine, reports.get(nic), plan));
      }
    }
    return new OfMachine(configured, views);
  }

  private static InterfaceView view(
      MachineInterface one,
      Machine machine,
      MacAddress mac,
      Map<MacAddress, NicReport> reports,
      Plan plan) {
    boolean card = one.mac() != null;
    return new InterfaceView(
        one.name(),
        one.kind(),
        mac.value(),
        one.mtu(),
        one.bond() == null
            ? null
            : new InterfaceBody.BondBody(one.bond().members(), one.bond().parameters()),
        one.tag() == null ? null : new InterfaceBody.VlanTag(one.tag().parent(), one.tag().vlan()),
        one.links().stream().map(LinkView::of).toList(),
        card && mac.equals(machine.mac()),
        card && !machine.nics().contains(mac),
        card ? seen(reports.get(mac), plan) : null);
  }

  private static InterfaceView unused(
      MacAddress nic, Machine machine, NicReport report, Plan plan) {
    return new InterfaceView(
        report == null ? null : report.name(),
        MachineInterface.Kind.PHYSICAL,
        nic.value(),
        null,
        null,
        null,
        List.of(),
        nic.equals(machine.mac()),
        false,
        seen(report, plan));
  }

  private static Seen seen(NicReport report, Plan plan) {
    if (report == null) {
      return null;
    }
    String cidr =
        report.subnet() == null
            ? null
            : plan.subnet(report.subnet()).map(it -> it.cidr().toString()).orElse(null);
    return new Seen(report.name(), report.subnet(), cidr, report.seenAt());
  }
}
