package io.bloomery.process.engine;

import io.bloomery.worker.TaskTaker;
import io.bloomery.worker.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Who serves which topic. */
@Component
class Topics {
  private final Map<String, Worker> workers = new HashMap<>();

  /** Looked up when needed: a taker answers through the runtime, which needs this class. */
  private final ObjectProvider<TaskTaker> takers;

  Topics(ObjectProvider<Worker> workers, ObjectProvider<TaskTaker> takers) {
    this.takers = takers;
    for (Worker worker : workers.stream().toList()) {
      Worker other = this.workers.put(topicOf(AopUtils.getTargetClass(worker)), worker);
      if (other != null) {
        throw new IllegalStateException(
            "topic " + topicOf(worker.getClass()) + " (expected: one worker, found two)");
      }
    }
  }

  /** {@code io.bloomery.power.TurnOnWorker} serves {@code power.turn-on}. */
  static String topicOf(Class<?> worker) {
    String feature = worker.getPackageName().replaceFirst(".*\\.", "");
    String verb = worker.getSimpleName().replaceFirst("Worker$", "");
    return feature + "." + verb.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  Optional<Worker> worker(String topic) {
    return Optional.ofNullable(workers.get(topic));
  }

  Optional<TaskTaker> taker(String topic) {
    return takers.stream().filter(taker -> taker.takes(topic)).findFirst();
  }

  /** Names of the process variables that go with a task of this topic. */
  List<String> variables(String topic) {
    return worker(topic)
        .map(Worker::variables)
        .or(() -> taker(topic).map(taker -> taker.variables(topic)))
        .orElse(List.of());
  }
}
