package io.bloomery.process.step;

import io.bloomery.machine.Machines;
import io.bloomery.network.Addresses;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Drops a machine that nobody wants. */
@Component
class ForgetMachine extends Step {
  private final Machines machines;
  private final Addresses addresses;

  ForgetMachine(Machines machines, Addresses addresses) {
    this.machines = machines;
    this.addresses = addresses;
  }

  @Override
  void take(DelegateExecution execution) {
    machines.find(machine(execution)).ifPresent(addresses::forget);
    machines.forget(machine(execution));
  }
}
