package io.bloomery.node;

import io.bloomery.worker.Task;

/** A task on a machine's seat. Guarded by its {@link Seat}. */
final class OpenTask {
  final Task task;
  final Topic topic;

  /** By {@link System#nanoTime}. */
  final long offeredAt;

  /** Its answer is being handed in. */
  boolean finishing;

  OpenTask(Task task, Topic topic) {
    this.task = task;
    this.topic = topic;
    this.offeredAt = System.nanoTime();
  }
}
