package io.bloomery.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloomery.machine.Machine;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine erases its disks, samples them, and certifies that they are empty. */
@Component
class EraseDisksTopic implements Topic {
  private static final int DISKS = 256;

  private final EraseCertificates certificates;

  EraseDisksTopic(EraseCertificates certificates) {
    this.certificates = certificates;
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
  public Outcome accept(Task task, Machine machine, byte[] answer) {
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
    certificates.record(machine.id(), task.process(), certificate.toString());
    return Outcome.done(Map.of("erasedDisks", disks.size()));
  }
}
