package io.bloomery.worker;

/**
 * Somebody outside this process who does tasks and comes for them himself, as a booted machine
 * does. Tasks of topics that no {@link Worker} serves are offered to the takers.
 */
public interface TaskTaker {

  /** Whether tasks of this topic are for this taker. */
  boolean takes(String topic);

  /** Names of the process variables it needs with tasks of this topic. */
  default java.util.List<String> variables(String topic) {
    return java.util.List.of();
  }

  /**
   * A process waits for this task. Called after commit; again for every open task after a restart.
   */
  void offer(Task task);

  /** The process no longer waits for the task. Called after commit. */
  void withdraw(String taskId);
}
