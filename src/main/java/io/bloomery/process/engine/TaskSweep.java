package io.bloomery.process.engine;

import io.bloomery.worker.Task;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.externaltask.ExternalTaskQuery;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Finds the open tasks that this controller does not know: at start all that it had before, later
 * those whose controller died and whose lock ran out. This is what makes a crash harmless.
 */
@Component
class TaskSweep implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(TaskSweep.class);
  private static final int PAGE = 500;

  private final ExternalTaskService tasks;
  private final RuntimeService processes;
  private final RepositoryService models;
  private final Topics topics;
  private final WorkerSettings settings;
  private final WorkerRuntime runtime;
  private ScheduledExecutorService timer;

  TaskSweep(
      ExternalTaskService tasks,
      RuntimeService processes,
      RepositoryService models,
      Topics topics,
      WorkerSettings settings,
      WorkerRuntime runtime) {
    this.tasks = tasks;
    this.processes = processes;
    this.models = models;
    this.topics = topics;
    this.settings = settings;
    this.runtime = runtime;
  }

  @Override
  public void start() {
    timer =
        Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("task-sweep-"));
    int found = adoptOwn();
    if (found > 0) {
      LOG.info("Going on with {} open tasks of the run before", found);
    }
    long pause = settings.sweep().toMillis();
    timer.scheduleWithFixedDelay(this::sweep, 0, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    timer.shutdownNow();
    runtime.stop();
    timer = null;
  }

  @Override
  public boolean isRunning() {
    return timer != null;
  }

  /**
   * Before the web server opens, so that a machine that asks finds its task, and stopped after it.
   */
  @Override
  public int getPhase() {
    return 0;
  }

  void sweep() {
    try {
      adoptUnlocked();
      renewOwn();
    } catch (RuntimeException trouble) {
      LOG.warn("Open tasks could not be read, looking again in {}", settings.sweep(), trouble);
    }
  }

  /** Each page that was locked leaves the query, so the first page is read until it stays. */
  private void adoptUnlocked() {
    long locked;
    do {
      locked =
          tasks.createExternalTaskQuery().notLocked().listPage(0, PAGE).stream()
              .filter(this::adopt)
              .count();
    } while (locked == PAGE);
  }

  /**
   * Renews what nobody finished for long, all of it: after a start thousands end at one time, and
   * another controller would take those that are left.
   */
  private void renewOwn() {
    Date soon = new Date(System.currentTimeMillis() + settings.lock().toMillis() / 2);
    ExternalTaskQuery ending =
        tasks
            .createExternalTaskQuery()
            .workerId(settings.name())
            .locked()
            .lockExpirationBefore(soon);
    long renewed;
    do {
      renewed = ending.listPage(0, PAGE).stream().filter(this::adopt).count();
    } while (renewed == PAGE);
  }

  /** Everything this controller had locked; read as a whole before the first task is worked on. */
  private int adoptOwn() {
    List<ExternalTask> own = new ArrayList<>();
    ExternalTaskQuery query =
        tasks.createExternalTaskQuery().workerId(settings.name()).orderById().asc();
    for (int first = 0; own.size() == first; first += PAGE) {
      own.addAll(query.listPage(first, PAGE));
    }
    own.forEach(this::adopt);
    return own.size();
  }

  private boolean adopt(ExternalTask task) {
    boolean locked = lock(task);
    if (locked && !runtime.isOpen(task.getId())) {
      copy(task).ifPresent(runtime::handOver);
    }
    return locked;
  }

  /** False if another controller was faster, or the task is gone. */
  private boolean lock(ExternalTask task) {
    try {
      if (settings.name().equals(task.getWorkerId())) {
        tasks.extendLock(task.getId(), settings.name(), settings.lock().toMillis());
      } else {
        tasks.lock(task.getId(), settings.name(), settings.lock().toMillis());
      }
      return true;
    } catch (ProcessEngineException expiredOrTaken) {
      return relock(task);
    }
  }

  private boolean relock(ExternalTask task) {
    try {
      tasks.lock(task.getId(), settings.name(), settings.lock().toMillis());
      return true;
    } catch (ProcessEngineException taken) {
      LOG.debug("Task {} is not ours any more", task.getId());
      return false;
    }
  }

  /** Empty if its process has left it meanwhile. */
  private Optional<OpenTask> copy(ExternalTask found) {
    ProcessInstance process =
        processes
            .createProcessInstanceQuery()
            .processInstanceId(found.getProcessInstanceId())
            .singleResult();
    Map<String, Object> variables;
    try {
      variables =
          processes.getVariables(found.getExecutionId(), topics.variables(found.getTopicName()));
    } catch (ProcessEngineException gone) {
      LOG.debug("Task {}: {}", found.getId(), gone.getMessage());
      return Optional.empty();
    }
    if (process == null) {
      return Optional.empty();
    }
    FlowElement step =
        models
            .getBpmnModelInstance(found.getProcessDefinitionId())
            .getModelElementById(found.getActivityId());
    Task task =
        new Task(
            found.getId(),
            found.getTopicName(),
            process.getBusinessKey(),
            found.getProcessInstanceId(),
            step.getName(),
            0,
            variables);
    return Optional.of(new OpenTask(task, found.getActivityInstanceId()));
  }
}
