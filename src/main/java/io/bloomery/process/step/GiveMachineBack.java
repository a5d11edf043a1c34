package io.bloomery.process.step;

import io.bloomery.machine.Machines;
import io.bloomery.process.Returns;
import io.bloomery.tenancy.Allocations;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * After a failed deployment nobody wants to repeat: the allocation ends, which releases the
 * machine.
 */
@Component
class GiveMachineBack extends Step {
  private final Allocations allocations;
  private final Machines machines;
  private final Returns returns;

  GiveMachineBack(Allocations allocations, Machines machines, Returns returns) {
    this.allocations = allocations;
    this.machines = machines;
    this.returns = returns;
  }

  @Override
  void take(DelegateExecution execution) {
    // The release holds the machine next, in this very transaction.
    machines.letGo(machine(execution), execution.getProcessInstanceId());
    allocations
        .ofMachine(machine(execution))
        .ifPresent(allocation -> returns.giveBack(allocation.id()));
  }
}
