package io.bloomery.architecture.probe.twowaysworker.power;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;

class TurnOnWorker implements Worker {
  TurnOnWorker() {}

  TurnOnWorker(String host) {}

  @Override
  public Outcome work(Task task) {
    return Outcome.done();
  }

  @Override
  public String failure() {
    return "power.refused";
  }
}
