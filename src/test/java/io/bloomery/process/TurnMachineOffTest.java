package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.worker.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine at the end of its tests, which is to be off. */
class TurnMachineOffTest extends ProcessTest {
  private Machine machine;

  @BeforeEach
  void test() {
    machine = known();
    lifeCycle.commission(machine.id(), List.of("cpu"));
    bootInRam(machine.id());
    world.done(machine.id(), "node.take-inventory", "node.run-test");
  }

  @Test
  void oneThatCannotBeTurnedOffTurnsItselfOff() {
    outOfReach();
    world.done(machine.id(), "node.power-off");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
    assertFree(machine.id());
  }

  @Test
  void aPersonTurnsItOffIfItDoesNot() {
    outOfReach();
    world.answer(machine.id(), "node.power-off", Outcome.rejected("node.lost", "silent for 90 s"));
    String task = personsTask(machine.id(), "Task_TurnMachineOff").getId();
    assertThat(tasks.getVariable(task, "instruction")).isEqualTo("turn off PC 7, row 2");
    assertThat(tasks.getVariable(task, "failure")).isEqualTo("silent for 90 s");
    complete(machine.id(), "Task_TurnMachineOff", Map.of("decision", "done"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void oneThatIsNotInRamIsTurnedOffByAPerson() {
    outOfReach();
    fire(machine.id(), "BoundaryEvent_MachineSilent");
    assertThat(world.waiting(machine.id())).isEmpty();
    complete(machine.id(), "Task_TurnMachineOff", Map.of("decision", "impossible"));
    personsTask(machine.id(), "Task_CommissioningFailed");
  }

  @Test
  void oneThatNobodyTurnsOffIsDecidedOn() {
    outOfReach();
    fire(machine.id(), "BoundaryEvent_MachineSilent");
    fire(machine.id(), "BoundaryEvent_NobodyCame");
    String task = personsTask(machine.id(), "Task_CommissioningFailed").getId();
    assertThat(tasks.getVariable(task, "failure").toString())
        .startsWith("Turn machine off was not over in time");
  }

  @Test
  void aPowerControlThatDoesNotEndIsDecidedOn() {
    fire(machine.id(), "BoundaryEvent_TurnOffTookTooLong");
    personsTask(machine.id(), "Task_CommissioningFailed");
    assertThat(world.waiting(machine.id())).isEmpty();
  }

  private void outOfReach() {
    world.answer(
        machine.id(),
        "power.turn-off",
        Outcome.rejected("power.out-of-reach", "turn off PC 7, row 2"));
  }
}
