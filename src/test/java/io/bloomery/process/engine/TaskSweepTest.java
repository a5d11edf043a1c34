package io.bloomery.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.worker.Task;
import io.bloomery.worker.TaskTaker;
import io.bloomery.worker.Worker;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** On a real engine with more open tasks than fit into a page. */
class TaskSweepTest {
  private static final int TASKS = 510;

  /** Remembers what it was offered. */
  private static final class Taker implements TaskTaker {
    final Set<String> offered = new HashSet<>();

    @Override
    public boolean takes(String topic) {
      return topic.equals("node.wait");
    }

    @Override
    public List<String> variables(String topic) {
      return List.of();
    }

    @Override
    public void offer(Task task) {
      assertThat(offered.add(task.id())).as(task.id()).isTrue();
    }

    @Override
    public void withdraw(String task) {}
  }

  @Test
  void findsAllThatNobodyWorksOnAndRenewsAllThatEndSoon() {
    StandaloneInMemProcessEngineConfiguration configuration =
        new StandaloneInMemProcessEngineConfiguration();
    configuration.setJdbcUrl("jdbc:h2:mem:task-sweep;DB_CLOSE_DELAY=-1");
    configuration.setHistory("none");
    ProcessEngine engine = configuration.buildProcessEngine();
    WorkerSettings settings =
        new WorkerSettings("us", 1, Duration.ofMinutes(10), Duration.ofHours(1));
    Taker taker = new Taker();
    Topics topics = topics(taker);
    WorkerRuntime runtime = new WorkerRuntime(engine, topics, settings, null, null);
    try {
      begin(engine);
      ExternalTaskService tasks = engine.getExternalTaskService();
      TaskSweep sweep =
          new TaskSweep(
              tasks,
              engine.getRuntimeService(),
              engine.getRepositoryService(),
              topics,
              settings,
              runtime);
      sweep.sweep();
      assertThat(taker.offered).hasSize(TASKS);

      // As many minutes later.
      for (ExternalTask task : tasks.createExternalTaskQuery().list()) {
        tasks.extendLock(task.getId(), "us", Duration.ofMinutes(2).toMillis());
      }
      sweep.sweep();
      Date later = new Date(System.currentTimeMillis() + Duration.ofMinutes(8).toMillis());
      assertThat(tasks.createExternalTaskQuery().lockExpirationBefore(later).count()).isZero();
      assertThat(taker.offered).hasSize(TASKS);
    } finally {
      runtime.stop();
      engine.close();
    }
  }

  private static void begin(ProcessEngine engine) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "many.bpmn",
            Bpmn.createExecutableProcess("many")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask("Task_Wait")
                .name("Wait")
                .camundaExternalTask("node.wait")
                .endEvent()
                .done())
        .deploy();
    for (int i = 0; i < TASKS; i++) {
      engine.getRuntimeService().startProcessInstanceByKey("many", "m" + i);
    }
  }

  private static Topics topics(TaskTaker taker) {
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerSingleton("taker", taker);
    return new Topics(beans.getBeanProvider(Worker.class), beans.getBeanProvider(TaskTaker.class));
  }
}
