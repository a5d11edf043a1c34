package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.BootTarget;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.worker.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeployMachineTest extends ProcessTest {

  @Test
  void deployedOnlyWhenSshAnswers() {
    Machine machine = deploying();
    bootInRam(machine.id());
    world.done(machine.id(), "node.write-image", "node.verify-image", "node.seed-first-boot");
    assertThat(machines.get(machine.id()).bootTarget()).isEqualTo(BootTarget.LOCAL);
    world.done(machine.id(), "node.reboot", "node.report-first-boot");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.DEPLOYING);
    world.done(machine.id(), "node.check-ssh");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.DEPLOYED);
    assertFree(machine.id());
  }

  @Test
  void corruptImageNeverEndsInADeployedMachine() {
    Machine machine = deploying();
    bootInRam(machine.id());
    world.answer(
        machine.id(), "node.write-image", Outcome.rejected("image.corrupt", "digest differs"));
    failed(machine, "digest differs");
    complete(machine.id(), "Task_DeploymentFailed", Map.of("decision", "give-up"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_DEPLOYMENT);
    assertFree(machine.id());
  }

  @Test
  void imageThatReadsBackDifferentlyIsDeployedAgainByAPerson() {
    Machine machine = deploying();
    bootInRam(machine.id());
    world.done(machine.id(), "node.write-image");
    world.answer(machine.id(), "node.verify-image", Outcome.rejected("image.corrupt", "disk lies"));
    failed(machine, "disk lies");
    complete(machine.id(), "Task_DeploymentFailed", Map.of("decision", "retry"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.DEPLOYING);
    deploy(machine.id());
    assertThat(status(machine.id())).isEqualTo(MachineStatus.DEPLOYED);
  }

  @Test
  void failedDeploymentCanGiveTheMachineBack() {
    Machine machine = deploying();
    world.answer(machine.id(), "power.cycle-machine", Outcome.rejected("power.refused", "no"));
    complete(machine.id(), "Task_MachineDoesNotBoot", Map.of("decision", "give-up"));
    complete(machine.id(), "Task_DeploymentFailed", Map.of("decision", "release"));
    assertThat(status(machine.id())).isEqualTo(MachineStatus.RELEASING);
    bootInRam(machine.id());
    world.done(machine.id(), "node.erase-disks", "power.turn-off");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.READY);
    assertFree(machine.id());
  }

  @Test
  void firstBootThatNeverReportsFails() {
    Machine machine = deploying();
    bootInRam(machine.id());
    world.done(
        machine.id(),
        "node.write-image",
        "node.verify-image",
        "node.seed-first-boot",
        "node.reboot");
    fire(machine.id(), "BoundaryEvent_FirstBootSilent");
    failed(machine, "Wait for first boot was not over in time; last: Restart machine: Done");
  }

  @Test
  void machineThatDiesWhileWritingIsBootedOnceMore() {
    Machine machine = deploying();
    bootInRam(machine.id());
    world.answer(
        machine.id(), "node.write-image", Outcome.rejected("node.lost", "no sign of life"));
    deploy(machine.id());
    assertThat(status(machine.id())).isEqualTo(MachineStatus.DEPLOYED);
  }

  @Test
  void machineThatKeepsDyingFails() {
    Machine machine = deploying();
    for (int attempt = 0; attempt < 2; attempt++) {
      if (attempt == 1) {
        world.done(machine.id(), "image.prepare-image");
      }
      bootInRam(machine.id());
      world.answer(
          machine.id(), "node.write-image", Outcome.rejected("node.lost", "no sign of life"));
    }
    failed(machine, "no sign of life");
  }

  @Test
  void deploymentThatTakesTooLongFailsAndNobodyDecides() {
    Machine machine = deploying();
    bootInRam(machine.id());
    fire(machine.id(), "BoundaryEvent_DeploymentTookTooLong");
    assertThat(world.waiting(machine.id())).isEmpty();
    fire(machine.id(), "BoundaryEvent_NobodyDecided");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_DEPLOYMENT);
    assertFree(machine.id());
  }

  @Test
  void missingImageAndSilentSshFail() {
    Machine machine = ready();
    lend(machine, "student", 24);
    lifeCycle.deploy(machine.id(), "debian-12");
    world.answer(
        machine.id(), "image.prepare-image", Outcome.rejected("image.unavailable", "file is gone"));
    failed(machine, "file is gone");
    complete(machine.id(), "Task_DeploymentFailed", Map.of("decision", "retry"));
    world.done(machine.id(), "image.prepare-image");
    bootInRam(machine.id());
    world.done(
        machine.id(),
        "node.write-image",
        "node.verify-image",
        "node.seed-first-boot",
        "node.reboot",
        "node.report-first-boot");
    world.answer(
        machine.id(), "node.check-ssh", Outcome.rejected("node.ssh-unreachable", "port closed"));
    failed(machine, "port closed");
  }

  @Test
  void machineThatIsNotLentIsRefused() {
    Machine machine = ready();
    assertThatThrownBy(() -> lifeCycle.deploy(machine.id(), "debian-12"))
        .hasMessageContaining("Ready -> Deploying (allowed from Ready:");
    assertFree(machine.id());
  }

  private void failed(Machine machine, String why) {
    assertThat(status(machine.id())).isEqualTo(MachineStatus.FAILED_DEPLOYMENT);
    assertThat(
            tasks.getVariable(
                personsTask(machine.id(), "Task_DeploymentFailed").getId(), "failure"))
        .isEqualTo(why);
  }

  private Machine deploying() {
    Machine machine = ready();
    lend(machine, "student", 24);
    lifeCycle.deploy(machine.id(), "debian-12");
    assertThat(status(machine.id())).isEqualTo(MachineStatus.DEPLOYING);
    world.done(machine.id(), "image.prepare-image");
    return machine;
  }

  /** What a deployment does from the start of the process, or the rest of it. */
  private void deploy(String machine) {
    if (world.waiting(machine).contains("image.prepare-image")) {
      world.done(machine, "image.prepare-image");
    }
    bootInRam(machine);
    world.done(
        machine,
        "node.write-image",
        "node.verify-image",
        "node.seed-first-boot",
        "node.reboot",
        "node.report-first-boot",
        "node.check-ssh");
  }
}
