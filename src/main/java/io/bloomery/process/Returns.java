package io.bloomery.process;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Gives machines back: completes the task in which the holder uses the machine. */
@Component
public class Returns {
  private static final List<String> IN_USE = List.of("Task_UseMachine", "Task_ExtendLease");

  private final TaskService tasks;

  Returns(@Lazy TaskService tasks) {
    this.tasks = tasks;
  }

  /**
   * Ends the use of a machine; what follows is the release in the acquire-machine process.
   *
   * @param allocation id of the allocation
   * @return false if the machine is not in use by this allocation
   */
  public boolean giveBack(String allocation) {
    Task task =
        tasks
            .createTaskQuery()
            .processInstanceId(allocation)
            .taskDefinitionKeyIn(IN_USE.toArray(String[]::new))
            .singleResult();
    if (task == null) {
      return false;
    }
    Map<String, Object> variables = Map.of("decision", "return");
    tasks.complete(task.getId(), variables);
    return true;
  }
}
