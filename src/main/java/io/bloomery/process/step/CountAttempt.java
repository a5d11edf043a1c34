package io.bloomery.process.step;

import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.Machines;
import io.bloomery.node.Admission;
import io.bloomery.process.PatienceSettings;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Counts an attempt that failed and says in {@code attemptsLeft} whether another one is worth
 * while. Waiting in line for the in-RAM system is not the machine's failure and is not counted: it
 * has its place again after the restart.
 */
@Component
class CountAttempt extends Step {
  private final PatienceSettings patience;
  private final MachineEvents events;
  private final Machines machines;
  private final Admission admission;

  CountAttempt(
      PatienceSettings patience, MachineEvents events, Machines machines, Admission admission) {
    this.patience = patience;
    this.events = events;
    this.machines = machines;
    this.admission = admission;
  }

  @Override
  void take(DelegateExecution execution) {
    Optional<String> line = admission.line(machines.get(machine(execution)));
    if (line.isPresent()) {
      execution.setVariable("attemptsLeft", true);
      events.record(
          machine(execution),
          execution.getCurrentActivityName(),
          "bloomery",
          "Not counted: it waits in line for " + line.get());
      return;
    }
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
