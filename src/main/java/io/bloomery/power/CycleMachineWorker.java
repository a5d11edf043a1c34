package io.bloomery.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import org.springframework.stereotype.Component;

/** Turns the machine off, if it is on, and on again, so that it asks the network what to boot. */
@Component
class CycleMachineWorker implements Worker {
  private final Power power;

  CycleMachineWorker(Power power) {
    this.power = power;
  }

  @Override
  public Outcome work(Task task) {
    try {
      power.cycle(task.machine());
      return Outcome.done();
    } catch (PowerFailure failure) {
      return failure.outcome();
    }
  }

  @Override
  public String failure() {
    return "power.refused";
  }
}
