package io.bloomery.machine;

/** The table of transitions does not allow this step. */
public class IllegalMove extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IllegalMove(Machine machine, MachineStatus next) {
    super(
        "machine %s: %s -> %s (allowed from %s: %s)"
            .formatted(
                machine.name(),
                machine.status().label(),
                next.label(),
                machine.status().label(),
                machine.status().next().stream().map(MachineStatus::label).toList()));
  }
}
