package io.bloomery.dns;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineFilter;
import io.bloomery.machine.Machines;
import io.bloomery.network.Ipv4;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.link.NamedAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The machines that have an address of their own, under their names; what else their interfaces
 * have is below: {@code eth1.pc-7}.
 */
final class MachineHosts implements Hosts {
  private static final int PAGE = 1_000;

  private final Machines machines;
  private final Interfaces interfaces;

  MachineHosts(Machines machines, Interfaces interfaces) {
    this.machines = machines;
    this.interfaces = interfaces;
  }

  @Override
  public void all(Consumer<Host> consumer) {
    Map<String, List<NamedAddress>> addresses = interfaces.addresses();
    String after = null;
    List<Machine> page;
    do {
      page = machines.list(new MachineFilter(Set.of(), null, null, null, after, PAGE));
      for (Machine machine : page) {
        host(machine, addresses.getOrDefault(machine.id(), List.of())).ifPresent(consumer);
        after = machine.id();
      }
    } while (page.size() == PAGE);
  }

  @Override
  public Optional<Host> find(String id) {
    return machines
        .find(id)
        .filter(it -> it.id().equals(id))
        .flatMap(it -> host(it, interfaces.addresses(id)));
  }

  private static Optional<Host> host(Machine machine, List<NamedAddress> others) {
    if (machine.address() == null) {
      return Optional.empty();
    }
    Ipv4 own = Ipv4.of(machine.address());
    List<Host.Entry> entries = new ArrayList<>();
    entries.add(new Host.Entry(machine.name(), own));
    for (NamedAddress other : others) {
      if (!other.address().equals(own)) {
        // A dot in an interface's name, bond0.30, would make a label of its own.
        String label = other.name().replace('.', '-');
        entries.add(new Host.Entry(label + "." + machine.name(), other.address()));
      }
    }
    return Optional.of(new Host(machine.id(), List.copyOf(entries)));
  }
}
