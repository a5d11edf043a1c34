package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.Machine;
import io.bloomery.worker.Task;
import java.util.List;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What Cockpit shows as an incident is gone when what failed has ended. */
class IncidentTest extends ProcessTest {
  @Autowired ExternalTaskService externalTasks;
  private Machine machine;
  private Task task;

  @BeforeEach
  void begin() {
    machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
    task = world.task(machine.id(), "power.cycle-machine");
  }

  @Test
  void ofATaskThatIsDoneInTheEnd() {
    externalTasks.setRetries(task.id(), 0);
    assertThat(incidents()).isEqualTo(1);
    world.done(machine.id(), "power.cycle-machine");
    assertThat(incidents()).isZero();
    assertThat(world.waiting(machine.id())).containsExactly("node.report-in");
  }

  @Test
  void ofATimerThatIsNotNeededAnyMore() {
    for (Job timer : management.createJobQuery().processInstanceId(task.process()).list()) {
      management.setJobRetries(timer.getId(), 0);
    }
    assertThat(incidents()).isPositive();
    world.done(machine.id(), "power.cycle-machine", "node.report-in");
    assertThat(incidents()).isZero();
  }

  private long incidents() {
    return processes.createIncidentQuery().processInstanceId(task.process()).count();
  }
}
