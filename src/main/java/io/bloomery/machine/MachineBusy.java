package io.bloomery.machine;

/** Another life-cycle process holds the machine. */
public class MachineBusy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MachineBusy(Machine machine, String process) {
    super(
        "machine %s: %s refused, %s holds it (expected: wait until it ends, or cancel process instance %s)"
            .formatted(machine.name(), process, machine.heldFor(), machine.heldBy()));
  }
}
