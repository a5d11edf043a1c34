package io.bloomery.process.step;

import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineHardware;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** From now on the machine is expected to have the hardware it has. */
@Component
class AcceptHardware extends Step {
  private final MachineHardware hardware;
  private final MachineEvents events;

  AcceptHardware(MachineHardware hardware, MachineEvents events) {
    this.hardware = hardware;
    this.events = events;
  }

  @Override
  void take(DelegateExecution execution) {
    String machine = machine(execution);
    hardware.accept(machine);
    events.record(
        machine,
        execution.getCurrentActivityName(),
        actor(execution),
        "Accepted: " + text(execution, "hardwareDifference"));
  }
}
