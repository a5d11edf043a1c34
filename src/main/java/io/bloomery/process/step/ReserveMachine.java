package io.bloomery.process.step;

import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.process.PatienceSettings;
import io.bloomery.tenancy.Allocation;
import io.bloomery.tenancy.Allocations;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Takes a free machine that fits, or says whether the request may go on waiting. */
@Component
class ReserveMachine extends Step {
  private final Allocations allocations;
  private final Machines machines;
  private final PatienceSettings patience;

  ReserveMachine(Allocations allocations, Machines machines, PatienceSettings patience) {
    this.allocations = allocations;
    this.machines = machines;
    this.patience = patience;
  }

  @Override
  void take(DelegateExecution execution) {
    String id = execution.getProcessInstanceId();
    Optional<String> machine = allocations.reserve(id);
    execution.setVariable("reserved", machine.isPresent());
    if (machine.isEmpty()) {
      Instant end = allocations.get(id).requestedAt().plus(patience.queue());
      execution.setVariable("worthWaiting", Instant.now().isBefore(end));
      return;
    }
    Allocation allocation = allocations.get(id);
    execution.setProcessBusinessKey(machine.get());
    machines.moveTo(
        machine.get(),
        MachineStatus.ALLOCATED,
        execution.getCurrentActivityName(),
        allocation.person());
    lease(execution, allocation.until());
  }

  /** The timers of <i>Use machine</i> and <i>Extend lease</i>. */
  static void lease(DelegateExecution execution, Instant until) {
    Duration left = Duration.between(Instant.now(), until);
    // A day before the end, or after three quarters of a short lease.
    Duration notice =
        left.compareTo(Duration.ofDays(4)) > 0 ? Duration.ofDays(1) : left.dividedBy(4);
    execution.setVariable("leaseReminder", Date.from(until.minus(notice)));
    execution.setVariable("leaseEnd", Date.from(until));
  }
}
