package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine writes the settings of its first boot to the end of its disk. */
@Component
class SeedFirstBootTopic implements Topic {
  static final String NAME = "node.seed-first-boot";

  @Override
  public List<String> variables() {
    return List.of(DiskImage.DISK);
  }

  @Override
  public Map<String, String> parameters(Task task, Machine machine) {
    return Map.of("disk", DiskImage.disk(task), "files", "/node/seed/");
  }
}
