package io.bloomery.process.step;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.Machines;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * A machine that is taken back may still be in the middle of a deployment: that process ends here.
 * Any other process that holds it refuses the release.
 */
@Component
class StopOtherWork extends Step {
  private static final Set<String> ENDED_BY_RELEASE = Set.of("deploy-machine");

  private final Machines machines;
  private final MachineEvents events;

  StopOtherWork(Machines machines, MachineEvents events) {
    this.machines = machines;
    this.events = events;
  }

  @Override
  void take(DelegateExecution execution) {
    // The gateway needs an answer; without one disks are erased.
    execution.setVariable("keepDisks", flag(execution, "keepDisks"));
    String named = machine(execution) != null ? machine(execution) : text(execution, "machine");
    if (named == null) {
      return;
    }
    Machine machine = machines.get(named);
    if (machine.heldFor() == null || !ENDED_BY_RELEASE.contains(machine.heldFor())) {
      return;
    }
    execution
        .getProcessEngineServices()
        .getRuntimeService()
        .deleteProcessInstance(machine.heldBy(), "The machine is taken back", false, false, true);
    machines.letGo(machine.id(), machine.heldBy());
    events.record(
        machine.id(),
        execution.getCurrentActivityName(),
        actor(execution),
        machine.heldFor() + " was ended");
  }
}
