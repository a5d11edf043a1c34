package io.bloomery.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.MachineHardware;
import io.bloomery.machine.Machines;
import io.bloomery.network.link.NicReports;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine lists its hardware. */
@Component
class TakeInventoryTopic implements Topic {
  private final Machines machines;
  private final MachineHardware hardware;
  private final NicReports reports;

  TakeInventoryTopic(Machines machines, MachineHardware hardware, NicReports reports) {
    this.reports = reports;
    this.machines = machines;
    this.hardware = hardware;
  }

  @Override
  public Outcome accept(Task task, byte[] answer) {
    JsonNode json = Json.object(answer);
    Inventory now = Inventory.of(json);
    String difference =
        hardware.accepted(task.machine()).map(before -> now.differenceFrom(before)).orElse("");
    hardware.inventory(
        task.machine(),
        json.toString(),
        !difference.isEmpty(),
        now.cores(),
        now.memory(),
        now.diskBytes(),
        now.macs(),
        now.uuid(),
        now.serial());
    List<MacAddress> own = machines.get(task.machine()).nics();
    now.nics().stream()
        .filter(nic -> own.contains(nic.mac()))
        .forEach(nic -> reports.reported(nic.mac(), nic.name()));
    return Outcome.done(
        Map.of("hardwareChanged", !difference.isEmpty(), "hardwareDifference", difference));
  }
}
