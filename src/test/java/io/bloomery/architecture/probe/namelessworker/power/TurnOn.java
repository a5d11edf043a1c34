package io.bloomery.architecture.probe.namelessworker.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;

class TurnOn implements Worker {
  @Override
  public Outcome work(Task task) {
    return Outcome.done();
  }

  @Override
  public String failure() {
    return "power.refused";
  }
}
