package io.bloomery.node;

import io.bloomery.boot.BootNetwork;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.network.Ipv4;
import io.bloomery.network.LogReceiver;
import io.bloomery.network.OwnResolver;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.TaskBoard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/** The boot port with everything behind it but the engine, for which an honest fake stands in. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan(
    value = {
      "io.bloomery.boot",
      "io.bloomery.node",
      "io.bloomery.image",
      "io.bloomery.database",
      "io.bloomery.machine",
      "io.bloomery.network"
    },
    excludeFilters =
        @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = BootNetwork.class))
@ConfigurationPropertiesScan({
  "io.bloomery.boot",
  "io.bloomery.node",
  "io.bloomery.image",
  "io.bloomery.network"
})
public class GatewayTestApp {
  public static final String WITHOUT_ENGINE =
      "spring.autoconfigure.exclude=org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration,"
          + "org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration,"
          + "org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration,"
          + "org.camunda.bpm.spring.boot.starter.security.oauth2.CamundaSpringSecurityOAuth2AutoConfiguration";

  @Bean
  FakeBoard fakeBoard() {
    return new FakeBoard();
  }

  @Bean
  Newcomers newcomers(Machines machines) {
    return machines::enlist;
  }

  @Bean
  OwnResolver ownResolver() {
    return new OwnResolver() {
      @Override
      public List<Ipv4> addresses() {
        return List.of(Ipv4.of("10.17.17.1"));
      }

      @Override
      public String domain() {
        return "bloomery.internal";
      }
    };
  }

  @Bean
  LogReceiver logReceiver() {
    return new LogReceiver() {
      @Override
      public Ipv4 address() {
        return Ipv4.of("10.17.17.1");
      }

      @Override
      public int port() {
        return USUAL_PORT;
      }
    };
  }

  @Bean
  OwnerKeys ownerKeys() {
    return user -> List.of("ssh-ed25519 AAAAC3Nza " + user + "@desk");
  }

  /** Remembers outcomes; a task can be ended once. */
  static class FakeBoard implements TaskBoard {
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final Set<String> over = ConcurrentHashMap.newKeySet();

    @Override
    public synchronized void finish(Task task, Outcome outcome) {
      if (refused.remove(task.id())) {
        throw new IllegalStateException("the database is away");
      }
      if (outcomes.putIfAbsent(task.id(), outcome) != null) {
        throw new TaskGone(task);
      }
    }

    @Override
    public boolean runs(String process) {
      return !over.contains(process);
    }

    void end(String process) {
      over.add(process);
    }

    Outcome of(String task) {
      return outcomes.get(task);
    }

    synchronized void refuseOnce(String task) {
      refused.add(task);
    }

    static Task task(String id, String topic, Machine machine, Map<String, Object> variables) {
      return new Task(
          id,
          topic,
          machine.id(),
          "process-" + machine.id(),
          topic,
          0,
          new LinkedHashMap<>(variables));
    }
  }
}
