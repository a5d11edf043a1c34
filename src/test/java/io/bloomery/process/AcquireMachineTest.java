package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;

class AcquireMachineTest extends ProcessTest {

  @Test
  void shortLeaseNeedsNoApproval() {
    Machine machine = ready();
    String allocation = lend(machine, "student", 24);
    assertThat(allocations.get(allocation).machine()).isEqualTo(machine.id());
    assertThat(machines.get(machine.id()).owner()).isEqualTo("student");
    assertThat(personsTask(machine.id(), "Task_UseMachine").getAssignee()).isEqualTo("student");
  }

  @Test
  void longLeaseIsApproved() {
    Machine machine = ready();
    String allocation = lend(machine, "student", 1000);
    Task task = task(allocation, "Task_ApproveRequest");
    assertThatThrownBy(() -> tasks.complete(task.getId(), Map.of("decision", "perhaps")))
        .hasMessageContaining("decision: perhaps (expected: one of [approve, reject])");
    tasks.complete(task.getId(), Map.of("decision", "approve"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.ALLOCATED);
  }

  @Test
  void longLeaseIsRefused() {
    Machine machine = ready();
    String allocation = lend(machine, "student", 1000);
    tasks.complete(task(allocation, "Task_ApproveRequest").getId(), Map.of("decision", "reject"));
    assertThat(allocations.get(allocation).endedAt()).isNotNull();
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void longLeaseNobodyDecidesOnIsRefused() {
    Machine machine = ready();
    String allocation = lend(machine, "student", 1000);
    fireOf(allocation, "BoundaryEvent_NobodyApproved");
    assertThat(allocations.get(allocation).endedAt()).isNotNull();
  }

  @Test
  void requestWaitsUntilAMachineIsFree() {
    Machine machine = ready();
    String first = lend(machine, "student", 24);
    String second = lend(machine, "other", 24);
    fireOf(second, "Event_LookAgain");
    assertThat(allocations.get(second).machine()).isNull();
    lifeCycle.giveBack(first);
    bootInRam(machine.id());
    world.done(machine.id(), "node.erase-disks", "power.turn-off");
    fireOf(second, "Event_LookAgain");
    assertThat(allocations.get(second).machine()).isEqualTo(machine.id());
    assertThat(machines.get(machine.id()).owner()).isEqualTo("other");
  }

  @Test
  void requestThatStillWaitsIsWithdrawn() {
    Machine machine = ready();
    lend(machine, "student", 24);
    String second = lend(machine, "other", 24);
    lifeCycle.withdraw(second);
    assertThat(allocations.get(second).endedAt()).isNotNull();
  }

  @Test
  void leaseIsExtended() {
    Machine machine = ready();
    String allocation = lend(machine, "student", 24);
    Instant end = allocations.get(allocation).until();
    fire(machine.id(), "BoundaryEvent_LeaseNearlyOver");
    complete(machine.id(), "Task_ExtendLease", Map.of("decision", "extend"));
    assertThat(allocations.get(allocation).until()).isEqualTo(end.plusSeconds(24 * 3600));
    personsTask(machine.id(), "Task_UseMachine");
  }

  @Test
  void leaseThatIsNotExtendedEndsInRelease() {
    Machine machine = ready();
    lend(machine, "student", 24);
    fire(machine.id(), "BoundaryEvent_LeaseNearlyOver");
    fire(machine.id(), "BoundaryEvent_LeaseOver");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.RELEASING);
  }

  @Test
  void holderReturnsTheMachineWhenReminded() {
    Machine machine = ready();
    String allocation = lend(machine, "student", 24);
    fire(machine.id(), "BoundaryEvent_LeaseNearlyOver");
    assertThat(lifeCycle.giveBack(allocation)).isTrue();
    assertThat(status(machine.id())).isEqualTo(MachineStatus.RELEASING);
  }

  @Test
  void nonsenseHoursAreRefused() {
    assertThatThrownBy(() -> lifeCycle.acquire("student", Map.of("hours", "many")))
        .hasMessageContaining("hours: many (expected: a whole number)");
    assertThatThrownBy(() -> lifeCycle.acquire("student", Map.of("hours", 0)))
        .hasMessageContaining("hours: 0 (expected: 1 to 8760)");
  }

  private Task task(String instance, String key) {
    return tasks
        .createTaskQuery()
        .processInstanceId(instance)
        .taskDefinitionKey(key)
        .singleResult();
  }

  private void fireOf(String instance, String event) {
    Job job =
        management.createJobQuery().processInstanceId(instance).activityId(event).singleResult();
    management.executeJob(job.getId());
  }
}
