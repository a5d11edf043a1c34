package io.bloomery.process.step;

import io.bloomery.machine.MachineEvents;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/**
 * Looks at what a person decided before the process believes it, because the engine does not check
 * forms: variable {@code decision} must be one of field {@code allowed}. To try again also forgets
 * the attempts counted so far.
 */
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class CheckDecision implements TaskListener {
  private final MachineEvents events;

  /** Set by the engine from the model; prototype scope keeps it apart between executions. */
  private Expression allowed;

  CheckDecision(MachineEvents events) {
    this.events = events;
  }

  @Override
  public void notify(DelegateTask task) {
    List<String> choices = Arrays.asList(allowed.getExpressionText().split(","));
    Object decision = task.getVariable("decision");
    if (decision == null || !choices.contains(decision.toString())) {
      throw new BadUserRequestException(
          "task '%s': decision: %s (expected: one of %s)"
              .formatted(task.getName(), decision, choices));
    }
    if ("retry".equals(decision)) {
      task.getExecution().removeVariable("attempts");
      task.getExecution().removeVariable("failure");
    }
    String machine = task.getExecution().getProcessBusinessKey();
    if (machine != null) {
      Object reason = task.getVariable("reason");
      events.record(
          machine,
          task.getName(),
          Persons.signedIn(task.getExecution()),
          decision + (reason == null || reason.toString().isBlank() ? "" : ": " + reason));
    }
  }
}
