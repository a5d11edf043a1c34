package io.bloomery.process;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.TaskBoard;
import io.bloomery.worker.TaskTaker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The world outside the database, in the hands of a test: every external task of every topic comes
 * here and stays until the test answers it.
 */
class ScriptedWorld implements TaskTaker {
  private final ObjectProvider<TaskBoard> board;
  private final Map<String, Task> open = new ConcurrentHashMap<>();

  ScriptedWorld(ObjectProvider<TaskBoard> board) {
    this.board = board;
  }

  @Override
  public boolean takes(String topic) {
    return true;
  }

  @Override
  public List<String> variables(String topic) {
    return topic.equals("node.run-test") ? List.of("tests", "loopCounter") : List.of();
  }

  @Override
  public void offer(Task task) {
    open.put(task.id(), task);
  }

  @Override
  public void withdraw(String taskId) {
    open.remove(taskId);
  }

  /** The topics a machine's processes wait for now. */
  List<String> waiting(String machine) {
    return open.values().stream()
        .filter(task -> machine.equals(task.machine()))
        .map(Task::topic)
        .sorted()
        .toList();
  }

  Task task(String machine, String topic) {
    return open.values().stream()
        .filter(task -> machine.equals(task.machine()) && task.topic().equals(topic))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "machine %s waits for %s (expected: %s)"
                        .formatted(machine, waiting(machine), topic)));
  }

  void answer(String machine, String topic, Outcome outcome) {
    Task task = task(machine, topic);
    open.remove(task.id());
    board.getObject().finish(task, outcome);
  }

  void done(String machine, String... topics) {
    for (String topic : topics) {
      answer(machine, topic, Outcome.done());
    }
  }
}
