package io.bloomery.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import org.springframework.stereotype.Component;

/** Turns the machine off and sees it off. */
@Component
class TurnOffWorker implements Worker {
  private final Power power;

  TurnOffWorker(Power power) {
    this.power = power;
  }

  @Override
  public Outcome work(Task task) {
    try {
      power.turnOff(task.machine());
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
