package io.bloomery.process.engine;

import io.bloomery.machine.MachineEvents;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.TaskBoard;
import io.bloomery.worker.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the workers, and is the only place that turns an {@link Outcome} into a call of the engine,
 * so what happens on failure and how often something is tried again stands here and nowhere else.
 */
@Component
class WorkerRuntime implements TaskBoard {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRuntime.class);

  /** Pauses before the second, third, … attempt; the last one repeats. */
  private static final Duration[] PAUSES = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(4),
    Duration.ofSeconds(8),
    Duration.ofSeconds(15)
  };

  /** Attempts of a task that a machine does by itself, where no worker says how patient it is. */
  private static final int TAKER_PATIENCE = 3;

  private final ProcessEngine engine;
  private final Topics topics;
  private final WorkerSettings settings;
  private final MachineEvents events;
  private final TransactionTemplate transactions;
  private final ScheduledThreadPoolExecutor threads;
  private final Map<String, OpenTask> open = new ConcurrentHashMap<>();
  private final Map<String, String> visits = new ConcurrentHashMap<>();

  WorkerRuntime(
      @Lazy ProcessEngine engine,
      Topics topics,
      WorkerSettings settings,
      MachineEvents events,
      TransactionTemplate transactions) {
    this.engine = engine;
    this.topics = topics;
    this.settings = settings;
    this.events = events;
    this.transactions = transactions;
    this.threads =
        new ScheduledThreadPoolExecutor(
            settings.threads(), new CustomizableThreadFactory("worker-"));
    this.threads.setRemoveOnCancelPolicy(true);
    this.threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Takes a task that was created, or found again, and gives it to whoever serves its topic. */
  void handOver(OpenTask created) {
    Task task = created.task();
    if (open.putIfAbsent(task.id(), created) != null) {
      return;
    }
    visits.put(created.activityInstance(), task.id());
    Optional<Worker> worker = topics.worker(task.topic());
    if (worker.isPresent()) {
      threads.execute(() -> run(worker.get(), task));
    } else {
      topics
          .taker(task.topic())
          .ifPresentOrElse(
              taker -> taker.offer(task),
              () ->
                  LOG.error(
                      "Topic {} of step '{}' is served by nobody", task.topic(), task.step()));
    }
  }

  /** The process left the activity, however it did. */
  void ended(String activityInstance) {
    String id = visits.remove(activityInstance);
    OpenTask gone = id == null ? null : open.remove(id);
    if (gone != null) {
      topics.taker(gone.task().topic()).ifPresent(taker -> taker.withdraw(id));
    }
  }

  /**
   * Its process may have been ended in the moment between the commit that made it and its being
   * handed over.
   */
  private void forget(String taskId) {
    OpenTask gone = open.remove(taskId);
    if (gone != null) {
      visits.remove(gone.activityInstance());
    }
  }

  boolean isOpen(String taskId) {
    return open.containsKey(taskId);
  }

  /** Stops the workers; tasks in the middle of work are done again after the next start. */
  void stop() {
    threads.shutdownNow();
  }

  @Override
  public void finish(Task task, Outcome outcome) {
    for (int conflicts = 0; ; conflicts++) {
      boolean joined = TransactionSynchronizationManager.isActualTransactionActive();
      try {
        transactions.executeWithoutResult(transaction -> apply(task, outcome));
        return;
      } catch (NotFoundException gone) {
        forget(task.id());
        throw new TaskGone(task);
      } catch (OptimisticLockingException conflict) {
        // Another transaction moved the same process; what it left decides whether the task still
        // stands.
        // A transaction that was joined is lost; only its owner can begin again.
        if (joined || conflicts == 5) {
          throw conflict;
        }
      }
    }
  }

  @Override
  public boolean runs(String process) {
    return engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(process)
            .count()
        > 0;
  }

  private void run(Worker worker, Task task) {
    if (!open.containsKey(task.id())) {
      return;
    }
    Outcome outcome;
    try {
      outcome = worker.work(task);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return;
    } catch (Throwable trouble) {
      LOG.warn("{} of machine {} failed", task.step(), task.machine(), trouble);
      outcome = Outcome.tryAgain(String.valueOf(trouble.getMessage()));
    }
    store(task, outcome, 0);
  }

  /** The act is over; only its outcome is stored again if that fails, however often. */
  private void store(Task task, Outcome outcome, int failures) {
    if (!open.containsKey(task.id())) {
      return;
    }
    try {
      finish(task, outcome);
    } catch (TaskGone gone) {
      LOG.debug("{}", gone.getMessage());
    } catch (RuntimeException trouble) {
      Duration pause = PAUSES[Math.min(failures, PAUSES.length - 1)];
      LOG.error(
          "Outcome of {} of machine {} could not be stored, trying again in {} s",
          task.step(),
          task.machine(),
          pause.toSeconds(),
          trouble);
      threads.schedule(
          () -> store(task, outcome, failures + 1), pause.toMillis(), TimeUnit.MILLISECONDS);
      if (failures == PAUSES.length) {
        tellOf(task, trouble);
      }
    }
  }

  /** The database that could not store the outcome may not store this either. */
  private void tellOf(Task task, RuntimeException trouble) {
    try {
      events.record(
          task.machine(),
          task.step(),
          "bloomery",
          "Done, but the process does not go on: " + trouble.getMessage());
    } catch (RuntimeException same) {
      LOG.error("The history of machine {} cannot be written: {}", task.machine(), same.toString());
    }
  }

  private void apply(Task task, Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      commands().execute(new TaskCompletion(task.id(), settings.name(), done.results()));
      events.record(task.machine(), task.step(), actor(task), "Done");
    } else if (outcome instanceof Outcome.Rejected rejected) {
      reject(task, rejected.code(), rejected.message());
    } else if (outcome instanceof Outcome.GiveUp giveUp) {
      reject(task, failureOf(task), giveUp.message());
    } else if (outcome instanceof Outcome.TryAgain again) {
      tryAgain(task, again);
    }
  }

  private void tryAgain(Task task, Outcome.TryAgain outcome) {
    Optional<Worker> worker = topics.worker(task.topic());
    int attempts = task.attempts() + 1;
    int left = worker.map(Worker::patience).orElse(TAKER_PATIENCE) - attempts;
    if (left <= 0) {
      reject(task, failureOf(task), outcome.message());
      return;
    }
    Duration pause =
        outcome.pause() != null ? outcome.pause() : PAUSES[Math.min(attempts, PAUSES.length) - 1];
    engine
        .getExternalTaskService()
        .handleFailure(task.id(), settings.name(), outcome.message(), left, pause.toMillis());
    events.record(
        task.machine(),
        task.step(),
        actor(task),
        "Trying again in "
            + pause.toSeconds()
            + " s, "
            + left
            + " attempts left: "
            + outcome.message());
    Task next =
        new Task(
            task.id(),
            task.topic(),
            task.machine(),
            task.process(),
            task.step(),
            attempts,
            task.variables());
    Runnable again =
        () ->
            worker.ifPresentOrElse(
                known -> run(known, next),
                () ->
                    topics
                        .taker(next.topic())
                        .filter(taker -> isOpen(next.id()))
                        .ifPresent(taker -> taker.offer(next)));
    // Not before it is stored that this attempt failed: that is tried again by itself.
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            threads.schedule(again, pause.toMillis(), TimeUnit.MILLISECONDS);
          }
        });
  }

  private void reject(Task task, String code, String message) {
    events.record(task.machine(), task.step(), actor(task), "Failed (" + code + "): " + message);
    engine.getExternalTaskService().handleBpmnError(task.id(), settings.name(), code, message);
  }

  private CommandExecutor commands() {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired();
  }

  private String failureOf(Task task) {
    return topics.worker(task.topic()).map(Worker::failure).orElse("node.task-failed");
  }

  private String actor(Task task) {
    return topics.worker(task.topic()).isPresent() ? "bloomery" : "machine";
  }
}
