package io.bloomery.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine lists its hardware. */
@Component
class TakeInventoryTopic implements Topic {
  private final Machines machines;

  TakeInventoryTopic(Machines machines) {
    this.machines = machines;
  }

  @Override
  public List<String> variables() {
    return List.of("hardwareChanged");
  }

  @Override
  public Outcome accept(Task task, Machine machine, byte[] answer) {
    JsonNode json = Json.object(answer);
    Inventory now = Inventory.of(json);
    String difference =
        machines.hardware(machine.id()).map(before -> now.differenceFrom(before)).orElse("");
    machines.inventory(
        machine.id(),
        json.toString(),
        now.cores(),
        now.memory(),
        now.diskBytes(),
        now.nics(),
        now.uuid(),
        now.serial());
    // Once seen, a change stays to be approved: a machine that is booted anew has the new parts as
    // its baseline already.
    if (difference.isEmpty() && Boolean.TRUE.equals(task.variables().get("hardwareChanged"))) {
      return Outcome.done();
    }
    return Outcome.done(
        Map.of("hardwareChanged", !difference.isEmpty(), "hardwareDifference", difference));
  }
}
