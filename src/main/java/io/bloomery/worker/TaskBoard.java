package io.bloomery.worker;

/** Where answers to tasks are handed in. */
public interface TaskBoard {

  /**
   * Ends or postpones a task by its outcome.
   *
   * @throws TaskGone if the process no longer waits for it
   */
  void finish(Task task, Outcome outcome);

  /** Whether this process instance has not ended. */
  boolean runs(String process);

  /**
   * The process no longer waits for the task: it was done by somebody else, timed out, or
   * cancelled.
   */
  class TaskGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TaskGone(Task task) {
      super(
          "task "
              + task.id()
              + " ("
              + task.step()
              + ", machine "
              + task.machine()
              + ") is no longer waited for");
    }
  }
}
