package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.worker.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommissionMachineTest extends ProcessTest {

  @Test
  void testedMachineIsReady() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), List.of("memory", "cpu"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.COMMISSIONING);
    bootInRam(machine.id());
    world.done(machine.id(), "node.take-inventory");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.TESTING);
    assertThat(world.task(machine.id(), "node.run-test").variables())
        .containsEntry("tests", "memory,cpu")
        .containsEntry("loopCounter", 0);
    world.done(machine.id(), "node.run-test");
    assertThat(world.task(machine.id(), "node.run-test").variables())
        .containsEntry("loopCounter", 1);
    world.done(machine.id(), "node.run-test", "power.turn-off");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
    assertFree(machine.id());
    assertThat(history(machine.id()))
        .contains("Take inventory: Done", "Mark as Ready: Testing → Ready");
  }

  @Test
  void secondProcessIsRefusedWhileOneHoldsTheMachine() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), null);
    assertThatThrownBy(() -> lifeCycle.commission(machine.id(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commission-machine refused, commission-machine holds it");
    assertThat(
            processes
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(machine.id(), "commission-machine")
                .count())
        .isEqualTo(1);
  }

  @Test
  void cancellingAsCockpitDoesFreesTheMachineAndWithdrawsItsTask() {
    Machine machine = known();
    String process = lifeCycle.commission(machine.id(), null);
    assertThat(world.waiting(machine.id())).isNotEmpty();
    boolean skipCustomListeners = true;
    processes.deleteProcessInstance(process, "Cockpit", skipCustomListeners, true, true);
    assertFree(machine.id());
  }

  @Test
  void unknownMachineIsRefusedByName() {
    assertThatThrownBy(() -> processes.startProcessInstanceByKey("commission-machine", "nobody"))
        .hasMessageContaining(
            "machine: nobody (expected: the id or name of a machine in the registry)");
  }

  @Test
  void machineCanBeNamedByVariable() {
    Machine machine = known();
    processes.startProcessInstanceByKey("commission-machine", Map.of("machine", machine.name()));
    assertThat(machines.get(machine.id()).heldFor()).isEqualTo("commission-machine");
  }

  @Test
  void failedTestIsJudgedByAPersonWhoOverrides() {
    Machine machine = failedTest();
    complete(
        machine.id(),
        "Task_JudgeFailedTests",
        Map.of("decision", "override", "reason", "known quirk"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
    assertThat(history(machine.id())).contains("Judge failed tests: override: known quirk");
    assertFree(machine.id());
  }

  @Test
  void failedTestIsJudgedByAPersonWhoRefuses() {
    Machine machine = failedTest();
    complete(machine.id(), "Task_JudgeFailedTests", Map.of("decision", "reject"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_TESTING);
    assertThat(history(machine.id())).noneMatch(line -> line.startsWith("Accept new hardware"));
    assertFree(machine.id());
  }

  @Test
  void failedTestIsRepeated() {
    Machine machine = failedTest();
    complete(machine.id(), "Task_JudgeFailedTests", Map.of("decision", "retry"));
    bootInRam(machine.id());
    world.done(machine.id(), "node.take-inventory", "node.run-test", "power.turn-off");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void failedTestNobodyJudgesKeepsTheMachineOutOfThePool() {
    Machine machine = failedTest();
    fire(machine.id(), "BoundaryEvent_NobodyDecidedOnJudgeFailedTests");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_TESTING);
    assertFree(machine.id());
  }

  @Test
  void changedHardwareIsApproved() {
    Machine machine = changedHardware();
    complete(machine.id(), "Task_ApproveHardwareChange", Map.of("decision", "approve"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
    assertThat(history(machine.id())).anyMatch(line -> line.startsWith("Accept new hardware"));
  }

  @Test
  void changedHardwareIsRejected() {
    Machine machine = changedHardware();
    complete(machine.id(), "Task_ApproveHardwareChange", Map.of("decision", "reject"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_TESTING);
    assertFree(machine.id());
  }

  @Test
  void changedHardwareNobodyApprovesKeepsTheMachineOutOfThePool() {
    Machine machine = changedHardware();
    fire(machine.id(), "BoundaryEvent_NobodyDecidedOnApproveHardwareChange");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_TESTING);
  }

  @Test
  void machineThatDiesInMidTestIsBootedOnceMoreAndThenAPersonIsAsked() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
    bootInRam(machine.id());
    world.done(machine.id(), "node.take-inventory");
    world.answer(machine.id(), "node.run-test", Outcome.rejected("node.lost", "no sign of life"));
    assertThat(world.waiting(machine.id())).containsExactly("power.cycle-machine");
    bootInRam(machine.id());
    world.answer(
        machine.id(), "node.take-inventory", Outcome.rejected("node.lost", "no sign of life"));
    complete(machine.id(), "Task_CommissioningFailed", Map.of("decision", "give-up"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_COMMISSIONING);
    assertFree(machine.id());
  }

  @Test
  void commissioningThatTakesTooLongAsksAPersonWhoTriesAgain() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
    bootInRam(machine.id());
    fire(machine.id(), "BoundaryEvent_CommissioningTookTooLong");
    assertThat(world.waiting(machine.id())).isEmpty();
    assertThat(
            tasks.getVariable(
                personsTask(machine.id(), "Task_CommissioningFailed").getId(), "failure"))
        .isEqualTo("Commissioning was not over in time; last: Wait until machine reports in: Done");
    complete(machine.id(), "Task_CommissioningFailed", Map.of("decision", "retry"));
    bootInRam(machine.id());
    world.done(machine.id(), "node.take-inventory", "node.run-test", "power.turn-off");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void failureNobodyDecidesOnEndsAsFailedCommissioning() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
    bootInRam(machine.id());
    world.answer(machine.id(), "node.take-inventory", Outcome.giveUp("inventory unreadable"));
    assertThat(
            tasks.getVariable(
                personsTask(machine.id(), "Task_CommissioningFailed").getId(), "failure"))
        .isEqualTo("inventory unreadable");
    fire(machine.id(), "BoundaryEvent_NobodyDecidedOnCommissioningFailed");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_COMMISSIONING);
    assertFree(machine.id());
  }

  @Test
  void cancelledProcessLetsGoOfTheMachine() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), null);
    lifeCycle.cancel(machine.id(), "not now");
    assertFree(machine.id());
  }

  private Machine failedTest() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), List.of("memory"));
    bootInRam(machine.id());
    world.done(machine.id(), "node.take-inventory");
    world.answer(machine.id(), "node.run-test", Outcome.done(Map.of("testsFailed", true)));
    world.done(machine.id(), "power.turn-off");
    return machine;
  }

  private Machine changedHardware() {
    Machine machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
    bootInRam(machine.id());
    world.answer(
        machine.id(), "node.take-inventory", Outcome.done(Map.of("hardwareChanged", true)));
    world.done(machine.id(), "node.run-test", "power.turn-off");
    return machine;
  }
}
