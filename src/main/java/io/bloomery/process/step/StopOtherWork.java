package io.bloomery.process.step;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.Machines;
import io.bloomery.tenancy.Allocations;
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
  private final Allocations allocations;

  StopOtherWork(Machines machines, MachineEvents events, Allocations allocations) {
    this.machines = machines;
    this.allocations = allocations;
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
    endForeignAllocation(execution, machine);
    if (machine.heldFor() == null || !ENDED_BY_RELEASE.contains(machine.heldFor())) {
      return;
    }
    end(execution, machine.heldBy());
    machines.letGo(machine.id(), machine.heldBy());
    events.record(
        machine.id(),
        execution.getCurrentActivityName(),
        actor(execution),
        machine.heldFor() + " was ended");
  }

  /**
   * A release that an operator began ends the lease too: left alone, its end would later take the
   * machine from whoever has it then.
   */
  private void endForeignAllocation(DelegateExecution execution, Machine machine) {
    DelegateExecution caller = execution.getProcessInstance().getSuperExecution();
    String own = caller == null ? null : caller.getProcessInstanceId();
    allocations
        .ofMachine(machine.id())
        .filter(allocation -> !allocation.id().equals(own))
        .ifPresent(
            allocation -> {
              end(execution, allocation.id());
              allocations.end(allocation.id());
              events.record(
                  machine.id(),
                  execution.getCurrentActivityName(),
                  actor(execution),
                  "The lease of " + allocation.person() + " was ended");
            });
  }

  private static void end(DelegateExecution execution, String instance) {
    execution
        .getProcessEngineServices()
        .getRuntimeService()
        .deleteProcessInstanceIfExists(
            instance, "The machine is taken back", false, false, true, false);
  }
}
