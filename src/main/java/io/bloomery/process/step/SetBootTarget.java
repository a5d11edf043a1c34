package io.bloomery.process.step;

import io.bloomery.machine.BootTarget;
import io.bloomery.machine.Machines;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.Expression;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/** Decides what the machine gets when it asks the network next: field {@code target}. */
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class SetBootTarget extends Step {
  private final Machines machines;

  /** Set by the engine from the model; prototype scope keeps it apart between executions. */
  private Expression target;

  SetBootTarget(Machines machines) {
    this.machines = machines;
  }

  @Override
  void take(DelegateExecution execution) {
    machines.bootFrom(machine(execution), BootTarget.valueOf(target.getExpressionText()));
  }
}
