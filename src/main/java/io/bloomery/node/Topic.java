package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;

/**
 * One kind of task that machines do themselves. The topic follows from the class: {@code
 * WriteImageTopic} is {@code node.write-image}.
 */
interface Topic {
  /** Names of the process variables it needs. */
  default List<String> variables() {
    return List.of();
  }

  /**
   * Whether the agent comes for it; the others are ended by something else that the machine does.
   */
  default boolean fetched() {
    return true;
  }

  /** What the agent is told beside the topic. */
  default Map<String, String> parameters(Task task, Machine machine) {
    return Map.of();
  }

  /**
   * Checks and keeps what the agent answers; runs in the transaction that ends the task, and again
   * if that fails.
   *
   * @throws Refused if the answer is malformed
   */
  default Outcome accept(Task task, byte[] answer) {
    return Outcome.done();
  }
}
