package io.bloomery.process.step;

import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.Machines;
import io.bloomery.power.Power;
import java.util.List;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/**
 * Takes over what was entered in <i>Review new machine</i>, at once and not in a later step: a
 * wrong value must be refused while the person still has the form, and a secret among the power
 * settings must not stay in a process variable (it is removed in the same transaction and so never
 * reaches the database in clear).
 */
@Component
class CheckReview implements TaskListener {
  private final Machines machines;
  private final MachineEvents events;
  private final Power power;

  CheckReview(Machines machines, MachineEvents events, Power power) {
    this.machines = machines;
    this.events = events;
    this.power = power;
  }

  @Override
  public void notify(DelegateTask task) {
    DelegateExecution execution = task.getExecution();
    String machine = execution.getProcessBusinessKey();
    String decision = Step.text(execution, "decision");
    if (!List.of("accept", "reject").contains(String.valueOf(decision))) {
      throw new BadUserRequestException(
          "task '%s': decision: %s (expected: accept or reject)"
              .formatted(task.getName(), decision));
    }
    if (decision.equals("accept")) {
      try {
        accept(execution, machine);
      } catch (IllegalArgumentException refused) {
        throw new BadUserRequestException(
            "task '%s': %s".formatted(task.getName(), refused.getMessage()), refused);
      }
      events.record(machine, task.getName(), Persons.signedIn(execution), "Accepted");
    }
    execution.removeVariable("failure");
    execution.setVariable("commission", Step.flag(execution, "commission"));
  }

  private void accept(DelegateExecution execution, String machine) {
    String given = Step.text(execution, "name");
    // An empty field takes the name its host knows it by.
    String name = given != null ? given : Step.text(execution, "proposedName");
    if (name != null) {
      machines.rename(machine, name);
    }
    String pool = Step.text(execution, "pool");
    String zone = Step.text(execution, "zone");
    if (pool != null || zone != null) {
      machines.place(machine, pool == null ? "default" : pool, zone == null ? "default" : zone);
    }
    String driver = Step.text(execution, "powerDriver");
    if (driver == null) {
      throw new IllegalArgumentException(
          "powerDriver: none (expected: the name of a power driver)");
    }
    Object settings = execution.getVariable("powerSettings");
    power.configure(machine, driver, settings == null ? "" : settings.toString());
    execution.removeVariable("powerSettings");
  }
}
