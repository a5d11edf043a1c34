package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import io.bloomery.image.Image;
import io.bloomery.image.Images;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.network.Addresses;
import io.bloomery.node.Admission;
import io.bloomery.node.FirstBoots;
import io.bloomery.node.Newcomers;
import io.bloomery.node.TestAdmission;
import io.bloomery.power.Power;
import io.bloomery.tenancy.Allocations;
import io.bloomery.worker.TaskBoard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * The real models and steps on a real engine; the world outside the database is a {@link
 * ScriptedWorld}.
 */
@SpringBootTest(
    classes = ProcessTest.Setup.class,
    webEnvironment = WebEnvironment.NONE,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:process;DB_CLOSE_DELAY=-1",
      "camunda.bpm.job-execution.enabled=false",
      "camunda.bpm.authorization.enabled=false",
      "bloomery.patience.boot-attempts=2"
    })
abstract class ProcessTest {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired ScriptedWorld world;
  @Autowired Machines machines;
  @Autowired MachineEvents events;
  @Autowired Allocations allocations;
  @Autowired LifeCycle lifeCycle;
  @Autowired FirstBoots firstBoots;
  @Autowired JdbcTemplate jdbc;
  @Autowired TaskBoard board;
  @Autowired Newcomers newcomers;
  @Autowired TaskService tasks;
  @Autowired RuntimeService processes;
  @Autowired ManagementService management;
  @MockitoBean Images images;
  @MockitoBean Addresses addresses;
  @MockitoBean Power power;

  @BeforeEach
  void images() {
    when(images.find(any()))
        .thenReturn(Optional.of(new Image("d", "debian-12", "debian", "12", 1, 1, "0", null)));
  }

  /** An unknown machine that has just reported in: enlist-machine has begun. */
  Machine stranger() {
    int number = COUNT.incrementAndGet();
    MacAddress mac = MacAddress.of("0200%08x".formatted(number));
    return newcomers.welcome(
        new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30));
  }

  /** A machine an administrator has accepted; no process holds it. */
  Machine known() {
    Machine machine = stranger();
    world.done(machine.id(), "power.find-control", "node.power-off");
    complete(
        machine.id(),
        "Task_ReviewNewMachine",
        Map.of("decision", "accept", "powerDriver", "simulated", "commission", false));
    world.done(machine.id(), "power.check-control");
    return machines.get(machine.id());
  }

  /** A machine in the pool. */
  Machine ready() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
    bootInRam(machine.id());
    world.done(machine.id(), "node.take-inventory", "node.run-test", "power.turn-off");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
    return machines.get(machine.id());
  }

  /** A machine that is lent; answers the allocation. */
  String lend(Machine machine, String person, int hours) {
    return lifeCycle.acquire(person, Map.of("machine", machine.id(), "hours", hours));
  }

  void bootInRam(String machine) {
    world.done(machine, "power.cycle-machine", "node.report-in");
  }

  MachineStatus status(String machine) {
    return machines.get(machine).status();
  }

  Task personsTask(String machine, String key) {
    Task task =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(machine)
            .taskDefinitionKey(key)
            .singleResult();
    assertThat(task).as("task %s of machine %s", key, machine).isNotNull();
    return task;
  }

  void complete(String machine, String key, Map<String, Object> variables) {
    tasks.complete(personsTask(machine, key).getId(), variables);
  }

  /** Lets the timer at this event fire now. */
  void fire(String machine, String event) {
    List<Job> jobs =
        management.createJobQuery().activityId(event).list().stream()
            .filter(
                job ->
                    machine.equals(
                        processes
                            .createProcessInstanceQuery()
                            .processInstanceId(job.getProcessInstanceId())
                            .singleResult()
                            .getBusinessKey()))
            .toList();
    assertThat(jobs).as("timers at %s of machine %s", event, machine).hasSize(1);
    management.executeJob(jobs.get(0).getId());
  }

  /** No process and no hold is left. */
  void assertFree(String machine) {
    assertThat(machines.get(machine).heldBy()).isNull();
    assertThat(world.waiting(machine)).isEmpty();
  }

  List<String> history(String machine) {
    return events.of(machine, Long.MAX_VALUE, 200).stream()
        .map(e -> e.step() + ": " + e.text())
        .toList();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      exclude = {
        org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration.class,
        org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration.class,
        org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration.class,
        org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration
            .class
      })
  @ComponentScan(
      basePackages = {"io.bloomery.machine", "io.bloomery.process", "io.bloomery.tenancy"},
      excludeFilters =
          @ComponentScan.Filter(
              type = org.springframework.context.annotation.FilterType.REGEX,
              pattern = "io.bloomery.process.signin.*"))
  @ConfigurationPropertiesScan("io.bloomery.process")
  @Import(FirstBoots.class)
  static class Setup {
    @Bean
    ScriptedWorld world(ObjectProvider<TaskBoard> board) {
      return new ScriptedWorld(board);
    }

    @Bean
    Admission admission() {
      return TestAdmission.loads(1);
    }
  }
}
