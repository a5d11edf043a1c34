package io.bloomery.process.step;

import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Takes the machine for this process, so that no second life-cycle process can touch it. The
 * machine is named by the business key or by the variable {@code machine}, by id or name; from here
 * on the business key is its id.
 */
@Component
class HoldMachine extends Step {
  private final Machines machines;

  HoldMachine(Machines machines) {
    this.machines = machines;
  }

  @Override
  void take(DelegateExecution execution) {
    String named = machine(execution) != null ? machine(execution) : text(execution, "machine");
    if (named == null) {
      throw new IllegalArgumentException(
          "machine: none (expected: business key or variable 'machine' with the id or name of a"
              + " machine)");
    }
    Machine machine = machines.get(named);
    if (!machine.id().equals(machine(execution))) {
      execution.setProcessBusinessKey(machine.id());
    }
    DelegateExecution caller = execution.getProcessInstance().getSuperExecution();
    machines.hold(
        machine.id(),
        processKey(execution),
        execution.getProcessInstanceId(),
        caller == null ? null : caller.getProcessInstanceId());
  }

  private static String processKey(DelegateExecution execution) {
    String definition = execution.getProcessDefinitionId();
    return definition.substring(0, definition.indexOf(':'));
  }
}
