package io.bloomery.process.step;

import io.bloomery.machine.Machines;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Drops a machine that nobody wants. */
@Component
class ForgetMachine extends Step {
  private final Machines machines;

  ForgetMachine(Machines machines) {
    this.machines = machines;
  }

  @Override
  void take(DelegateExecution execution) {
    machines.forget(machine(execution));
  }
}
