package io.bloomery.process.step;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.network.Addresses;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Frees address and owner, and puts the machine into the pool again. */
@Component
class FreeMachine extends Step {
  private final Machines machines;
  private final Addresses addresses;

  FreeMachine(Machines machines, Addresses addresses) {
    this.machines = machines;
    this.addresses = addresses;
  }

  @Override
  void take(DelegateExecution execution) {
    Machine machine = machines.get(machine(execution));
    addresses.free(machine);
    machines.image(machine.id(), null);
    machines.owner(machine.id(), null);
    machines.moveTo(
        machine.id(), MachineStatus.READY, execution.getCurrentActivityName(), actor(execution));
  }
}
