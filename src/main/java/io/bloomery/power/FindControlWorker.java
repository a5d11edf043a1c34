package io.bloomery.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import org.springframework.stereotype.Component;

/** Looks where the machine's power can be controlled. Finding nothing is an answer too. */
@Component
class FindControlWorker implements Worker {
  private final Power power;

  FindControlWorker(Power power) {
    this.power = power;
  }

  @Override
  public Outcome work(Task task) {
    return Outcome.done(power.find(task.machine()).variables());
  }

  @Override
  public String failure() {
    return "power.refused";
  }
}
