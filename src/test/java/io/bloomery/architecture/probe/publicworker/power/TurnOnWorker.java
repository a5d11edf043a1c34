package io.bloomery.architecture.probe.publicworker.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;

public class TurnOnWorker implements Worker {
  @Override
  public Outcome work(Task task) {
    return Outcome.done();
  }

  @Override
  public String failure() {
    return "power.refused";
  }
}
