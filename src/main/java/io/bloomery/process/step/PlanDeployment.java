package io.bloomery.process.step;

import io.bloomery.image.Images;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.network.Addresses;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Settles which image goes onto the machine (variable {@code image}: digest or name) and under
 * which address.
 */
@Component
class PlanDeployment extends Step {
  private final Machines machines;
  private final Images images;
  private final Addresses addresses;

  PlanDeployment(Machines machines, Images images, Addresses addresses) {
    this.machines = machines;
    this.images = images;
    this.addresses = addresses;
  }

  @Override
  void take(DelegateExecution execution) {
    Machine machine = machines.get(machine(execution));
    String image = text(execution, "image");
    String digest =
        images
            .find(String.valueOf(image))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "image: "
                            + image
                            + " (expected: the name or digest of an image in the store)"))
            .digest();
    machines.moveTo(
        machine.id(),
        MachineStatus.DEPLOYING,
        execution.getCurrentActivityName(),
        actor(execution));
    machines.image(machine.id(), digest);
    addresses.reserve(machine);
  }
}
