package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineFilter;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.machine.UnknownMachine;
import io.bloomery.process.signin.Account;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who sees what: whoever looks after the pool, everything; a user, what is free and what is his. To
 * him anything else does not exist, so the answer is the same as for a name nobody has.
 */
@Component
public class Visibility {
  private final Machines machines;

  Visibility(Machines machines) {
    this.machines = machines;
  }

  /**
   * The machine, for somebody who may see it.
   *
   * @throws UnknownMachine also if there is one he may not see
   */
  Machine machine(Account caller, String idOrName) {
    return machines
        .find(idOrName)
        .filter(it -> sees(caller, it))
        .orElseThrow(() -> new UnknownMachine(idOrName));
  }

  /**
   * The machine, for somebody who may change what runs on it: its holder, or who looks after the
   * pool.
   */
  Machine ofHolder(Account caller, String idOrName) {
    Machine machine = machine(caller, idOrName);
    if (!caller.managesMachines() && !caller.name().equals(machine.owner())) {
      throw Refused.role("the machine's holder, an operator or an administrator");
    }
    return machine;
  }

  /** The machine, for somebody who looks after the pool. */
  Machine ofManager(Account caller, String idOrName) {
    Machine machine = machine(caller, idOrName);
    manager(caller);
    return machine;
  }

  /** The machine, for somebody who may see everything. */
  Machine ofObserver(Account caller, String idOrName) {
    Machine machine = machine(caller, idOrName);
    observer(caller);
    return machine;
  }

  static void observer(Account caller) {
    if (!caller.seesEverything()) {
      throw Refused.role("a viewer, an operator or an administrator");
    }
  }

  static void manager(Account caller) {
    if (!caller.managesMachines()) {
      throw Refused.role("an operator or an administrator");
    }
  }

  static boolean sees(Account caller, Machine machine) {
    return caller.seesEverything() || caller.name().equals(machine.owner()) || isFree(machine);
  }

  /** At most {@code filter.limit()} machines this person may see, by id. */
  public List<Machine> list(Account caller, MachineFilter filter) {
    if (caller.seesEverything()) {
      return machines.list(filter);
    }
    List<Machine> seen = new ArrayList<>();
    if (filter.owner() == null || filter.owner().equals(caller.name())) {
      seen.addAll(machines.list(with(filter, filter.statuses(), caller.name())));
    }
    if (filter.owner() == null
        && (filter.statuses().isEmpty() || filter.statuses().contains(MachineStatus.READY))) {
      seen.addAll(free(filter));
    }
    // Each part is complete up to its own last id, and none is shorter than the limit unless it is
    // at its end.
    return seen.stream()
        .sorted(Comparator.comparing(Machine::id))
        .distinct()
        .limit(filter.limit())
        .toList();
  }

  /** Ready machines some of which are reserved this moment; goes on until the page is full. */
  private List<Machine> free(MachineFilter filter) {
    List<Machine> free = new ArrayList<>();
    String after = filter.after();
    while (true) {
      List<Machine> ready =
          machines.list(
              new MachineFilter(
                  EnumSet.of(MachineStatus.READY),
                  null,
                  filter.pool(),
                  filter.text(),
                  after,
                  filter.limit()));
      ready.stream().filter(Visibility::isFree).forEach(free::add);
      if (ready.size() < filter.limit() || free.size() >= filter.limit()) {
        return free;
      }
      after = ready.get(ready.size() - 1).id();
    }
  }

  private static boolean isFree(Machine machine) {
    return machine.status() == MachineStatus.READY && machine.owner() == null;
  }

  private static MachineFilter with(
      MachineFilter filter, Set<MachineStatus> statuses, String owner) {
    return new MachineFilter(
        statuses, owner, filter.pool(), filter.text(), filter.after(), filter.limit());
  }
}
