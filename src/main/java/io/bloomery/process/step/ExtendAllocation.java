package io.bloomery.process.step;

import io.bloomery.machine.MachineEvents;
import io.bloomery.tenancy.Allocations;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lengthens the lease by as long as it was asked for at first. */
@Component
class ExtendAllocation extends Step {
  private final Allocations allocations;
  private final MachineEvents events;

  ExtendAllocation(Allocations allocations, MachineEvents events) {
    this.allocations = allocations;
    this.events = events;
  }

  @Override
  void take(DelegateExecution execution) {
    String id = execution.getProcessInstanceId();
    Instant until = allocations.extend(id, allocations.get(id).hours());
    ReserveMachine.lease(execution, until);
    events.record(
        machine(execution),
        execution.getCurrentActivityName(),
        actor(execution),
        "Lease until " + until);
  }
}
