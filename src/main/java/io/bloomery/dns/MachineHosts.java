package io.bloomery.dns;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineFilter;
import io.bloomery.machine.Machines;
import io.bloomery.network.Ipv4;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The machines that have an address of their own. */
final class MachineHosts implements Hosts {
  private static final int PAGE = 1_000;

  private final Machines machines;

  MachineHosts(Machines machines) {
    this.machines = machines;
  }

  @Override
  public void all(Consumer<Host> consumer) {
    String after = null;
    List<Machine> page;
    do {
      page = machines.list(new MachineFilter(Set.of(), null, null, null, after, PAGE));
      for (Machine machine : page) {
        host(machine).ifPresent(consumer);
        after = machine.id();
      }
    } while (page.size() == PAGE);
  }

  @Override
  public Optional<Host> find(String id) {
    return machines.find(id).filter(it -> it.id().equals(id)).flatMap(MachineHosts::host);
  }

  private static Optional<Host> host(Machine machine) {
    return machine.address() == null
        ? Optional.empty()
        : Optional.of(new Host(machine.id(), machine.name(), List.of(Ipv4.of(machine.address()))));
  }
}
