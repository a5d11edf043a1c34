package io.bloomery.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import org.springframework.stereotype.Component;

/** Asks the machine's power control for its state, to see that driver and settings are right. */
@Component
class CheckControlWorker implements Worker {
  private final Power power;

  CheckControlWorker(Power power) {
    this.power = power;
  }

  @Override
  public Outcome work(Task task) {
    try {
      power.query(task.machine());
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
