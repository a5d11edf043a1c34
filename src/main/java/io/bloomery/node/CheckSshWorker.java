package io.bloomery.node;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import org.springframework.stereotype.Component;

/** Looks whether the deployed system lets people in. */
@Component
class CheckSshWorker implements Worker {
  private final SshGreeting greeting;

  CheckSshWorker(SshGreeting greeting) {
    this.greeting = greeting;
  }

  @Override
  public Outcome work(Task task) {
    return greeting.of(task.machine());
  }

  @Override
  public String failure() {
    return "node.ssh-unreachable";
  }

  /** A system just reported its first boot: sshd may need a moment. */
  @Override
  public int patience() {
    return 10;
  }
}
