package io.bloomery.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import org.springframework.stereotype.Component;

/** Turns the machine on and sees it on. */
@Component
class TurnOnWorker implements Worker {
  private final Power power;

  TurnOnWorker(Power power) {
    this.power = power;
  }

  @Override
  public Outcome work(Task task) {
    try {
      power.turnOn(task.machine());
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
