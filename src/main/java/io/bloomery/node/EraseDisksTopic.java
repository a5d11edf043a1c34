package io.bloomery.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineHardware;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The machine erases its disks, samples them, and certifies that they are empty. */
@Component
class EraseDisksTopic implements Topic {
  private static final int DISKS = 256;

  private final EraseCertificates certificates;
  private final MachineHardware hardware;

  EraseDisksTopic(EraseCertificates certificates, MachineHardware hardware) {
    this.certificates = certificates;
    this.hardware = hardware;
  }

  @Override
  public List<String> variables() {
    return List.of("eraseMethod", "eraseSamples");
  }

  @Override
  public Map<String, String> parameters(Task task, Machine machine) {
    return Map.of(
        "method",
        task.variables().getOrDefault("eraseMethod", "quick").toString(),
        "samples",
        task.variables().getOrDefault("eraseSamples", 64).toString());
  }

  @Override
  public Outcome accept(Task task, byte[] answer) {
    JsonNode certificate = Json.object(answer);
    JsonNode disks = certificate.path("disks");
    if (!disks.isArray() || disks.size() > DISKS) {
      throw Refused.malformed(
          "disks: " + disks.getNodeType() + " (expected: a list of at most " + DISKS + ")");
    }
    for (JsonNode disk : disks) {
      if (!disk.path("clean").asBoolean(false)) {
        return Outcome.tryAgain(
            "disk " + Json.text(disk, "name", 64) + " is not clean after erasing");
      }
    }
    List<String> forgotten = forgotten(task.machine(), disks);
    if (!forgotten.isEmpty()) {
      return Outcome.tryAgain(
          "disks the certificate says nothing of: " + String.join(", ", forgotten));
    }
    certificates.record(task.machine(), task.process(), certificate.toString());
    return Outcome.done(Map.of("erasedDisks", disks.size()));
  }

  /**
   * The disks of the inventory that are not in the certificate. A disk that has dropped off the bus
   * would otherwise go to the next owner with the last one's data.
   */
  private List<String> forgotten(String machine, JsonNode certified) {
    Optional<JsonNode> inventory =
        hardware.latest(machine).map(json -> Json.object(json.getBytes(StandardCharsets.UTF_8)));
    if (inventory.isEmpty()) {
      return certified.isEmpty() ? List.of("all, and there is no inventory") : List.of();
    }
    List<String> missing = new ArrayList<>();
    inventory.get().path("disks").forEach(disk -> missing.add(identity(disk)));
    // One by one: disks behind one controller may share its serial number.
    certified.forEach(disk -> missing.remove(identity(disk)));
    return missing;
  }

  /** Names change from boot to boot, serial numbers do not. */
  private static String identity(JsonNode disk) {
    String serial = Json.text(disk, "serial", 100);
    return (serial.isEmpty() ? Json.text(disk, "name", 64) : serial)
        + " ("
        + disk.path("size_bytes").asLong()
        + " bytes)";
  }
}
