package io.bloomery.process.engine;

import io.bloomery.worker.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ConstantValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;

/**
 * Creates the external task already locked for this controller and hands it over after commit.
 * Asking the engine for work instead ({@code fetchAndLock}) reads every waiting task of a topic
 * each time, and writes the lock a second time.
 */
final class PushedTaskBehavior extends ExternalTaskActivityBehavior {
  private final String topic;
  private final Topics topics;
  private final WorkerSettings settings;
  private final Consumer<OpenTask> handOver;

  PushedTaskBehavior(
      String topic, Topics topics, WorkerSettings settings, Consumer<OpenTask> handOver) {
    super(new ConstantValueProvider(topic), new ConstantValueProvider(0L));
    this.topic = topic;
    this.topics = topics;
    this.settings = settings;
    this.handOver = handOver;
  }

  @Override
  public void execute(ActivityExecution execution) {
    ExecutionEntity entity = (ExecutionEntity) execution;
    ExternalTaskEntity created = ExternalTaskEntity.createAndInsert(entity, topic, 0);
    created.lock(settings.name(), settings.lock().toMillis());
    Map<String, Object> variables = new HashMap<>();
    for (String name : topics.variables(topic)) {
      Object value = entity.getVariable(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    Task task =
        new Task(
            created.getId(),
            topic,
            entity.getProcessBusinessKey(),
            entity.getProcessInstanceId(),
            entity.getCurrentActivityName(),
            0,
            variables);
    OpenTask open = new OpenTask(task, entity.getActivityInstanceId());
    Context.getCommandContext()
        .getTransactionContext()
        .addTransactionListener(TransactionState.COMMITTED, context -> handOver.accept(open));
  }
}
