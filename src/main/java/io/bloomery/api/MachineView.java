package io.bloomery.api;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import java.time.Instant;
import java.util.List;

/** A machine as REST shows it. */
record MachineView(
    String id,
    String name,
    String status,
    String statusLabel,
    String mac,
    List<String> nics,
    String uuid,
    String serial,
    String firmware,
    String architecture,
    int cores,
    long memoryBytes,
    long diskBytes,
    String powerDriver,
    String powerState,
    String bootTarget,
    String heldBy,
    String heldFor,
    String owner,
    String address,
    String image,
    String pool,
    String zone,
    Instant createdAt,
    Instant updatedAt) {
  static MachineView of(Machine machine) {
    return new MachineView(
        machine.id(),
        machine.name(),
        machine.status().name(),
        machine.status().label(),
        machine.mac().value(),
        machine.nics().stream().map(MacAddress::value).toList(),
        machine.uuid(),
        machine.serial(),
        machine.firmware().name(),
        machine.architecture(),
        machine.cores(),
        machine.memoryBytes(),
        machine.diskBytes(),
        machine.powerDriver(),
        machine.powerState().name(),
        machine.bootTarget().name(),
        machine.heldBy(),
        machine.heldFor(),
        machine.owner(),
        machine.address(),
        machine.image(),
        machine.pool(),
        machine.zone(),
        machine.createdAt(),
        machine.updatedAt());
  }
}
