package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.verify;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.worker.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReleaseMachineTest extends ProcessTest {
  private Machine machine;
  private String allocation;

  @BeforeEach
  void lend() {
    machine = ready();
    allocation = lend(machine, "student", 24);
    assertThat(status(machine.id())).isEqualTo(MachineStatus.ALLOCATED);
  }

  @Test
  void returnedMachineIsErasedAndFree() {
    jdbc.update(
        "INSERT INTO first_boot (deployment, machine, hostname, host_key, at) VALUES (?, ?, 'x',"
            + " 'ssh-ed25519 AAAA', 1)",
        allocation,
        machine.id());
    assertThat(board.runs(allocation)).isTrue();
    assertThat(lifeCycle.giveBack(allocation)).isTrue();
    erase();
    assertThat(board.runs(allocation)).isFalse();
    assertThat(firstBoots.hostKey(machine.id())).as("of the holder before").isEmpty();
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
    assertThat(machines.get(machine.id()).owner()).isNull();
    assertThat(allocations.get(allocation).endedAt()).isNotNull();
    verify(addresses).free(argThat(freed -> freed.id().equals(machine.id())));
    assertFree(machine.id());
    assertThat(lifeCycle.giveBack(allocation)).isFalse();
  }

  @Test
  void disksAreLeftOnlyWhenAskedFor() {
    lifeCycle.release(machine.id(), true);
    world.done(machine.id(), "power.turn-off");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void releaseByAnOperatorEndsTheLeaseSoThatItNeverTakesTheMachineFromTheNext() {
    lifeCycle.release(machine.id(), true);
    world.done(machine.id(), "power.turn-off");
    String next = super.lend(machine, "other", 24);
    assertThat(allocations.get(allocation).endedAt()).isNotNull();
    assertThat(lifeCycle.giveBack(allocation)).isFalse();
    assertThat(processes.createProcessInstanceQuery().processInstanceId(allocation).count())
        .isZero();
    assertThat(allocations.ofMachine(machine.id()).orElseThrow().id()).isEqualTo(next);
    assertThat(machines.get(machine.id()).owner()).isEqualTo("other");
  }

  @Test
  void cancelledReleaseEndsTheAllocationToo() {
    lifeCycle.giveBack(allocation);
    lifeCycle.cancel(machine.id(), "not now");
    assertThat(allocations.get(allocation).endedAt()).isNotNull();
    assertFree(machine.id());
  }

  @Test
  void runningDeploymentEndsWhenTheMachineIsGivenBack() {
    lifeCycle.deploy(machine.id(), "debian-12");
    world.done(machine.id(), "image.prepare-image");
    lifeCycle.giveBack(allocation);
    assertThat(machines.get(machine.id()).heldFor()).isEqualTo("release-machine");
    erase();
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void failedErasureNeverReturnsTheMachineToThePool() {
    lifeCycle.giveBack(allocation);
    bootInRam(machine.id());
    world.answer(machine.id(), "node.erase-disks", Outcome.giveUp("vda reads back old data"));
    assertThat(
            tasks.getVariable(personsTask(machine.id(), "Task_ReleaseFailed").getId(), "failure"))
        .isEqualTo("vda reads back old data");
    complete(machine.id(), "Task_ReleaseFailed", Map.of("decision", "give-up"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_RELEASING);
    assertThat(machines.get(machine.id()).owner()).isEqualTo("student");
    assertFree(machine.id());
  }

  @Test
  void failedReleaseIsTriedAgain() {
    lifeCycle.giveBack(allocation);
    bootInRam(machine.id());
    fire(machine.id(), "BoundaryEvent_ReleaseTookTooLong");
    complete(machine.id(), "Task_ReleaseFailed", Map.of("decision", "retry"));
    erase();
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void machineThatDiesWhileErasingIsBootedOnceMore() {
    lifeCycle.giveBack(allocation);
    bootInRam(machine.id());
    world.answer(
        machine.id(), "node.erase-disks", Outcome.rejected("node.lost", "no sign of life"));
    erase();
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
  }

  @Test
  void releaseNobodyDecidesOnKeepsTheMachineOutOfThePool() {
    lifeCycle.giveBack(allocation);
    world.answer(machine.id(), "power.cycle-machine", Outcome.rejected("power.refused", "no"));
    complete(machine.id(), "Task_MachineDoesNotBoot", Map.of("decision", "give-up"));
    fire(machine.id(), "BoundaryEvent_NobodyDecided");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_RELEASING);
  }

  private void erase() {
    bootInRam(machine.id());
    assertThat(status(machine.id())).isEqualTo(MachineStatus.DISK_ERASING);
    world.done(machine.id(), "node.erase-disks", "power.turn-off");
  }
}
