package io.bloomery.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloomery.machine.MachineHardware;
import io.bloomery.machine.Machines;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine lists its hardware. */
@Component
class TakeInventoryTopic implements Topic {
  private final Machines machines;
  private final MachineHardware hardware;

  TakeInventoryTopic(Machines machines, MachineHardware hardware) {
    this.machines = machines;
    this.hardware = hardware;
  }

  @Override
  public Outcome accept(Task task, byte[] answer) {
    JsonNode json = Json.object(answer);
    Inventory now = Inventory.of(json);
    String difference =
        hardware.accepted(task.machine()).map(before -> now.differenceFrom(before)).orElse("");
    machines.inventory(
        task.machine(),
        json.toString(),
        !difference.isEmpty(),
        now.cores(),
        now.memory(),
        now.diskBytes(),
        now.nics(),
        now.uuid(),
        now.serial());
    return Outcome.done(
        Map.of("hardwareChanged", !difference.isEmpty(), "hardwareDifference", difference));
  }
}
