package io.bloomery.process;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.node.Newcomers;
import io.bloomery.node.TooManyNewcomers;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A machine nobody knew has booted: it is recorded, and its first process begins. */
@Component
class Enlistment implements Newcomers {
  private final Machines machines;
  private final MachineEvents events;
  private final RuntimeService processes;
  private final EnlistmentSettings settings;

  Enlistment(
      Machines machines,
      MachineEvents events,
      @Lazy RuntimeService processes,
      EnlistmentSettings settings) {
    this.machines = machines;
    this.events = events;
    this.processes = processes;
    this.settings = settings;
  }

  @Override
  @Transactional
  public Machine welcome(Sighting sighting) {
    // Any neighbour can make up MAC addresses; each would start a process and ask an operator.
    if (machines.haveAtLeast(settings.mostNew(), MachineStatus.NEW)) {
      throw new TooManyNewcomers(
          "new machines: "
              + settings.mostNew()
              + " wait for review (expected: fewer; review some, or raise"
              + " bloomery.enlistment.most-new)");
    }
    Machine machine = machines.enlist(sighting);
    events.record(machine.id(), "Unknown machine booted", "machine", "MAC " + sighting.mac());
    processes.startProcessInstanceByKey(LifeCycle.ENLIST, machine.id());
    return machine;
  }
}
