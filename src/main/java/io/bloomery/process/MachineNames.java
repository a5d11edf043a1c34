package io.bloomery.process;

import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The name of the machine a task is about, for the sentences people read in Tasklist. */
@Component("machineNames")
public class MachineNames {
  private final Machines machines;

  MachineNames(Machines machines) {
    this.machines = machines;
  }

  public String of(DelegateExecution execution) {
    String id = execution.getProcessBusinessKey();
    return machines.find(id).map(Machine::name).orElse(id);
  }
}
