package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine writes the settings of its first boot to the end of its disk. */
@Component
class SeedFirstBootTopic implements Topic {
  static final String NAME = "node.seed-first-boot";

  private final FirstBoots firstBoots;

  SeedFirstBootTopic(FirstBoots firstBoots) {
    this.firstBoots = firstBoots;
  }

  @Override
  public List<String> variables() {
    return List.of(DiskImage.DISK);
  }

  @Override
  public Map<String, String> parameters(Task task, Machine machine) {
    return Map.of("disk", DiskImage.disk(task), "files", "/node/seed/");
  }

  @Override
  public Outcome accept(Task task, byte[] answer) {
    firstBoots.forget(task.machine());
    return Outcome.done();
  }
}
