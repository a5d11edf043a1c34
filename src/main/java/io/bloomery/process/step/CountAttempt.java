package io.bloomery.process.step;

import io.bloomery.machine.MachineEvents;
import io.bloomery.process.PatienceSettings;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Counts an attempt that failed and says in {@code attemptsLeft} whether another one is worth
 * while.
 */
@Component
class CountAttempt extends Step {
  private final PatienceSettings patience;
  private final MachineEvents events;

  CountAttempt(PatienceSettings patience, MachineEvents events) {
    this.patience = patience;
    this.events = events;
  }

  @Override
  void take(DelegateExecution execution) {
    Object counted = execution.getVariable("attempts");
    int attempts = counted == null ? 1 : (Integer) counted + 1;
    boolean left = attempts < patience.bootAttempts();
    execution.setVariable("attempts", attempts);
    execution.setVariable("attemptsLeft", left);
    String why = text(execution, "failure");
    events.record(
        machine(execution),
        execution.getCurrentActivityName(),
        "bloomery",
        "Attempt %d of %d failed%s"
            .formatted(attempts, patience.bootAttempts(), why == null ? "" : ": " + why));
  }
}
