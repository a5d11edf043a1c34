package io.bloomery.process.step;

import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.Expression;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/** Moves the machine to the status in field {@code status}; being there already is no error. */
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class MoveMachine extends Step {
  private final Machines machines;

  /** Set by the engine from the model; prototype scope keeps it apart between executions. */
  private Expression status;

  MoveMachine(Machines machines) {
    this.machines = machines;
  }

  @Override
  void take(DelegateExecution execution) {
    MachineStatus next = MachineStatus.valueOf(status.getExpressionText());
    machines.moveTo(machine(execution), next, execution.getCurrentActivityName(), actor(execution));
  }
}
