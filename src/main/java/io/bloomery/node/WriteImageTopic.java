package io.bloomery.node;

import io.bloomery.image.Image;
import io.bloomery.image.Images;
import io.bloomery.machine.Machine;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine streams an image to its disk. */
@Component
class WriteImageTopic implements Topic {
  static final String NAME = "node.write-image";

  private final Images images;

  WriteImageTopic(Images images) {
    this.images = images;
  }

  @Override
  public List<String> variables() {
    return List.of(DiskImage.DIGEST, "targetDisk");
  }

  @Override
  public Map<String, String> parameters(Task task, Machine machine) {
    Image image = DiskImage.of(task, machine, images);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("url", "/node/image/" + image.digest());
    parameters.put("digest", image.digest());
    parameters.put("length", Long.toString(image.storedLength()));
    parameters.put("raw_length", Long.toString(image.rawLength()));
    parameters.put("raw_checksum", image.rawChecksum());
    parameters.put("compression", "zstd");
    parameters.put("disk", task.variables().getOrDefault("targetDisk", "auto").toString());
    return parameters;
  }

  @Override
  public Outcome accept(Task task, byte[] answer) {
    Form form = new Form(answer);
    return Outcome.done(Map.of(DiskImage.DISK, DiskImage.checked(form.text("disk", 64))));
  }
}
