package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.node.Admission;
import io.bloomery.node.TestAdmission;
import io.bloomery.worker.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class BootInRamTest extends ProcessTest {
  @Autowired Admission admission;
  private Machine machine;

  @BeforeEach
  void begin() {
    machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
  }

  @Test
  void eachAttemptOrdersANewBoot() {
    int generation = machines.get(machine.id()).bootGeneration();
    world.done(machine.id(), "power.cycle-machine");
    fire(machine.id(), "BoundaryEvent_NotThereInTime");
    assertThat(machines.get(machine.id()).bootGeneration()).isEqualTo(generation + 1);
    assertThat(world.waiting(machine.id())).containsExactly("power.cycle-machine");
    bootInRam(machine.id());
    assertThat(world.waiting(machine.id())).containsExactly("node.take-inventory");
  }

  @Test
  void machineThatNeverBootsIsGivenUpByAPerson() {
    neverBoots();
    complete(machine.id(), "Task_MachineDoesNotBoot", Map.of("decision", "give-up"));
    complete(machine.id(), "Task_CommissioningFailed", Map.of("decision", "give-up"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_COMMISSIONING);
    assertFree(machine.id());
  }

  @Test
  void waitingInLineIsNoFailedAttempt() {
    MacAddress other = MacAddress.of("02:00:ff:00:00:01");
    admission.load(other);
    assertThat(admission.load(machine.nics().get(0))).isPresent();
    for (int restart = 0; restart < 5; restart++) {
      world.done(machine.id(), "power.cycle-machine");
      fire(machine.id(), "BoundaryEvent_NotThereInTime");
      assertThat(world.waiting(machine.id())).containsExactly("power.cycle-machine");
    }
    assertThat(history(machine.id()))
        .contains("Count attempt: Not counted: it waits in line for the in-RAM system, place 1");

    TestAdmission.loaded(admission, other);
    assertThat(admission.load(machine.nics().get(0))).isEmpty();
    neverBoots();
    personsTask(machine.id(), "Task_MachineDoesNotBoot");
    TestAdmission.loaded(admission, machine.nics().get(0));
  }

  @Test
  void machineThatNeverBootsIsTriedAgainByAPerson() {
    neverBoots();
    complete(machine.id(), "Task_MachineDoesNotBoot", Map.of("decision", "retry"));
    bootInRam(machine.id());
    assertThat(world.waiting(machine.id())).containsExactly("node.take-inventory");
  }

  @Test
  void machineNobodyDecidesOnIsGivenUp() {
    neverBoots();
    fire(machine.id(), "BoundaryEvent_NobodyDecided");
    personsTask(machine.id(), "Task_CommissioningFailed");
  }

  @Test
  void refusedPowerAsksAPersonAtOnce() {
    world.answer(
        machine.id(), "power.cycle-machine", Outcome.rejected("power.refused", "wrong key"));
    String task = personsTask(machine.id(), "Task_MachineDoesNotBoot").getId();
    assertThat(tasks.getVariable(task, "failure")).isEqualTo("wrong key");
    complete(machine.id(), "Task_MachineDoesNotBoot", Map.of("decision", "retry"));
    bootInRam(machine.id());
  }

  @Test
  void aMachineNobodyElseCanSwitchIsSwitchedByAPersonAndReportsIn() {
    outOfReach();
    assertThat(tasks.getVariable(switchOn(), "instruction")).isEqualTo("switch on PC 7, row 2");
    world.done(machine.id(), "node.report-in");
    assertThat(tasks.createTaskQuery().processInstanceBusinessKey(machine.id()).list()).isEmpty();
    assertThat(world.waiting(machine.id())).containsExactly("node.take-inventory");
  }

  @Test
  void whatAPersonSaysIsNotBelievedBeforeTheMachineReportsIn() {
    outOfReach();
    complete(machine.id(), "Task_SwitchMachineOn", Map.of("decision", "done"));
    assertThat(world.waiting(machine.id())).containsExactly("node.report-in");
    fire(machine.id(), "BoundaryEvent_NobodyCame");
    String task = personsTask(machine.id(), "Task_MachineDoesNotBoot").getId();
    assertThat(tasks.getVariable(task, "failure").toString())
        .startsWith("Boot by hand was not over in time");
    complete(machine.id(), "Task_MachineDoesNotBoot", Map.of("decision", "retry"));
    assertThat(world.waiting(machine.id())).containsExactly("power.cycle-machine");
  }

  @Test
  void administratorsHearOfAMachineNobodySwitches() {
    outOfReach();
    fire(machine.id(), "BoundaryEvent_StillOff");
    complete(machine.id(), "Task_SendSomebody", Map.of());
    switchOn();
    fire(machine.id(), "BoundaryEvent_NobodyCame");
    personsTask(machine.id(), "Task_MachineDoesNotBoot");
    assertThat(world.waiting(machine.id())).isEmpty();
  }

  @Test
  void aPersonWhoCannotSaysSo() {
    outOfReach();
    complete(machine.id(), "Task_SwitchMachineOn", Map.of("decision", "impossible"));
    String task = personsTask(machine.id(), "Task_MachineDoesNotBoot").getId();
    assertThat(tasks.getVariable(task, "failure")).isEqualTo("switch on PC 7, row 2");
  }

  private void outOfReach() {
    world.answer(
        machine.id(),
        "power.cycle-machine",
        Outcome.rejected("power.out-of-reach", "switch on PC 7, row 2"));
  }

  private String switchOn() {
    return personsTask(machine.id(), "Task_SwitchMachineOn").getId();
  }

  private void neverBoots() {
    for (int attempt = 0; attempt < 2; attempt++) {
      world.done(machine.id(), "power.cycle-machine");
      fire(machine.id(), "BoundaryEvent_NotThereInTime");
    }
    assertThat(world.waiting(machine.id())).isEmpty();
  }
}
