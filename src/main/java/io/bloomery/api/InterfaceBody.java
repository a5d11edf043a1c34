package io.bloomery.api;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.link.Link;
import io.bloomery.network.link.LinkMode;
import io.bloomery.network.link.MachineInterface;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/**
 * One interface as it is to be: exactly one of {@code mac}, {@code bond} and {@code vlan} is there.
 *
 * @param name what the deployed system calls it
 * @param mac of a network card of the machine
 * @param mtu left out: what its networks need
 * @param links left out: none, as for members of a bond
 */
record InterfaceBody(
    @NotNull String name,
    String mac,
    @Valid BondBody bond,
    @Valid VlanTag vlan,
    Integer mtu,
    @Valid @Size(max = 16) List<@NotNull LinkBody> links) {
  /**
   * @param members names of network cards
   * @param parameters as netplan calls them: mode, lacp-rate, …; mode must be there
   */
  record BondBody(
      @NotNull @Size(max = 16) List<@NotNull String> members,
      @NotNull @Size(max = 30) Map<String, String> parameters) {}

  /**
   * @param parent name of the interface it is on
   * @param id of the plan's VLAN
   */
  record VlanTag(@NotNull String parent, long id) {}

  /**
   * @param subnet id of the plan's subnet; needed for AUTO and STATIC
   * @param address needed for STATIC, and for no other
   */
  record LinkBody(@NotNull LinkMode mode, Long subnet, String address) {
    Link of() {
      return new Link(mode, subnet, address == null ? null : Ipv4.of(address));
    }
  }

  MachineInterface of() {
    return new MachineInterface(
        name,
        mac == null ? null : MacAddress.of(mac),
        bond == null ? null : new MachineInterface.Bond(bond.members(), bond.parameters()),
        vlan == null ? null : new MachineInterface.Tag(vlan.parent(), vlan.id()),
        mtu,
        links == null ? List.of() : links.stream().map(LinkBody::of).toList());
  }
}
