package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.BootTarget;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.worker.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnlistMachineTest extends ProcessTest {
  private static final Map<String, Object> ACCEPT =
      Map.of("decision", "accept", "powerDriver", "simulated", "commission", false);

  @Test
  void acceptedMachineIsNamedAndFree() {
    Machine machine = stranger();
    assertThat(world.waiting(machine.id())).containsExactly("power.find-control");
    world.done(machine.id(), "power.find-control");
    assertThat(machines.get(machine.id()).bootTarget()).isEqualTo(BootTarget.OFF);
    world.done(machine.id(), "node.power-off");
    complete(
        machine.id(),
        "Task_ReviewNewMachine",
        Map.of(
            "decision",
            "accept",
            "name",
            "pc-" + machine.id(),
            "powerDriver",
            "simulated",
            "commission",
            false));
    world.done(machine.id(), "power.check-control");
    assertThat(machines.get(machine.id()).name()).isEqualTo("pc-" + machine.id());
    assertThat(status(machine.id())).isEqualTo(MachineStatus.NEW);
    assertFree(machine.id());
  }

  @Test
  void rejectedMachineIsForgotten() {
    Machine machine = stranger();
    world.done(machine.id(), "power.find-control", "node.power-off");
    complete(machine.id(), "Task_ReviewNewMachine", Map.of("decision", "reject"));
    assertThat(machines.find(machine.id())).isEmpty();
  }

  @Test
  void machineThatFallsSilentIsReviewedAllTheSame() {
    Machine machine = stranger();
    world.done(machine.id(), "power.find-control");
    world.answer(machine.id(), "node.power-off", Outcome.rejected("node.lost", "no sign of life"));
    personsTask(machine.id(), "Task_ReviewNewMachine");
  }

  @Test
  void meetingThatTakesTooLongEndsInReview() {
    Machine machine = stranger();
    fire(machine.id(), "BoundaryEvent_MeetingTookTooLong");
    personsTask(machine.id(), "Task_ReviewNewMachine");
    assertThat(world.waiting(machine.id())).isEmpty();
  }

  @Test
  void machineNobodyReviewsIsForgotten() {
    Machine machine = stranger();
    world.done(machine.id(), "power.find-control", "node.power-off");
    fire(machine.id(), "BoundaryEvent_NobodyReviewed");
    assertThat(machines.find(machine.id())).isEmpty();
  }

  @Test
  void refusedPowerControlComesBackToThePersonWithTheReason() {
    Machine machine = stranger();
    world.done(machine.id(), "power.find-control", "node.power-off");
    complete(machine.id(), "Task_ReviewNewMachine", ACCEPT);
    world.answer(
        machine.id(), "power.check-control", Outcome.rejected("power.refused", "no such domain"));
    String task = personsTask(machine.id(), "Task_ReviewNewMachine").getId();
    assertThat(tasks.getVariable(task, "failure")).isEqualTo("no such domain");
    complete(machine.id(), "Task_ReviewNewMachine", ACCEPT);
    world.done(machine.id(), "power.check-control");
    assertFree(machine.id());
  }

  @Test
  void wrongReviewIsRefusedAndNothingIsLost() {
    Machine machine = stranger();
    world.done(machine.id(), "power.find-control", "node.power-off");
    assertThatThrownBy(
            () -> complete(machine.id(), "Task_ReviewNewMachine", Map.of("decision", "maybe")))
        .hasMessageContaining("decision: maybe (expected: accept or reject)");
    assertThatThrownBy(
            () ->
                complete(
                    machine.id(),
                    "Task_ReviewNewMachine",
                    Map.of("decision", "accept", "name", "Not A Name", "powerDriver", "simulated")))
        .hasMessageContaining("name: Not A Name (expected:");
    complete(machine.id(), "Task_ReviewNewMachine", ACCEPT);
  }

  @Test
  void commissioningCanFollowAtOnce() {
    Machine machine = stranger();
    world.done(machine.id(), "power.find-control", "node.power-off");
    complete(
        machine.id(),
        "Task_ReviewNewMachine",
        Map.of("decision", "accept", "powerDriver", "simulated", "commission", true));
    world.done(machine.id(), "power.check-control", "power.cycle-machine");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.COMMISSIONING);
  }
}
