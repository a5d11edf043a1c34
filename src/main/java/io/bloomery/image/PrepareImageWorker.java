package io.bloomery.image;

import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.Worker;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Makes sure that the image of a deployment lies in the store before the machine is woken for it.
 */
@Component
class PrepareImageWorker implements Worker {
  private final ImageCheck check;

  PrepareImageWorker(ImageCheck check) {
    this.check = check;
  }

  @Override
  public List<String> variables() {
    return List.of("image");
  }

  @Override
  public Outcome work(Task task) throws Exception {
    return check.of(String.valueOf(task.variables().get("image")));
  }

  @Override
  public String failure() {
    return "image.unavailable";
  }
}
