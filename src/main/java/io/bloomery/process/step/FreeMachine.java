package io.bloomery.process.step;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.network.Addresses;
import io.bloomery.node.FirstBoots;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Frees address, owner and host key, and puts the machine into the pool again. */
@Component
class FreeMachine extends Step {
  private final Machines machines;
  private final Addresses addresses;
  private final FirstBoots firstBoots;

  FreeMachine(Machines machines, Addresses addresses, FirstBoots firstBoots) {
    this.machines = machines;
    this.addresses = addresses;
    this.firstBoots = firstBoots;
  }

  @Override
  void take(DelegateExecution execution) {
    Machine machine = machines.get(machine(execution));
    addresses.free(machine);
    firstBoots.forget(machine.id());
    machines.image(machine.id(), null);
    machines.owner(machine.id(), null);
    machines.moveTo(
        machine.id(), MachineStatus.READY, execution.getCurrentActivityName(), actor(execution));
  }
}
