package io.bloomery.node;

import io.bloomery.image.Image;
import io.bloomery.image.Images;
import io.bloomery.machine.Machine;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine reads its disk back and compares it with the image. */
@Component
class VerifyImageTopic implements Topic {
  private final Images images;

  VerifyImageTopic(Images images) {
    this.images = images;
  }

  @Override
  public List<String> variables() {
    return List.of(DiskImage.DIGEST, DiskImage.DISK);
  }

  @Override
  public Map<String, String> parameters(Task task, Machine machine) {
    Image image = DiskImage.of(task, machine, images);
    return Map.of(
        "raw_length",
        Long.toString(image.rawLength()),
        "raw_checksum",
        image.rawChecksum(),
        "disk",
        DiskImage.disk(task));
  }
}
