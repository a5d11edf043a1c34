package io.bloomery.process.engine;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.cmd.CompleteExternalTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExternalTaskEntity;

/**
 * Completes an external task after all tokens of its process instance were read at once. By itself
 * the engine asks for the task's token, then for the instance's, then for all of them, and then for
 * all tasks of the token, of which there is never more than this one.
 */
final class TaskCompletion extends CompleteExternalTaskCmd {
  private static final int OTHERS = ~(1 << (ExecutionEntity.EXTERNAL_TASKS_BIT - 1));

  TaskCompletion(String task, String worker, Map<String, Object> results) {
    super(task, worker, results, null);
  }

  @Override
  public Void execute(CommandContext context) {
    ExternalTaskEntity task = context.getExternalTaskManager().findExternalTaskById(externalTaskId);
    if (task != null) {
      readTokens(context, task);
    }
    return super.execute(context);
  }

  private static void readTokens(CommandContext context, ExternalTaskEntity task) {
    List<ExecutionEntity> tokens =
        context
            .getExecutionManager()
            .findExecutionsByProcessInstanceId(task.getProcessInstanceId());
    for (ExecutionEntity token : tokens) {
      if (token.isProcessInstanceExecution()) {
        token.restoreProcessInstance(tokens, null, null, null, null, null, null);
      }
      if (token.getId().equals(task.getExecutionId())) {
        token.setCachedEntityState(token.getCachedEntityStateRaw() & OTHERS);
      }
    }
  }
}
