package io.bloomery.node;

import io.bloomery.machine.Machine;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The lines that machines wait in, so that hundreds switched on at once all get through. */
@Component
public class Admission {
  /** An agent that writes an image says so every few seconds. */
  private static final Duration STREAM = Duration.ofSeconds(60);

  private final AdmissionQueue images;

  Admission(AdmissionSettings settings) {
    images = new AdmissionQueue(settings.imageStreams(), STREAM, System::nanoTime);
  }

  /**
   * Takes a machine's question for a piece of its image.
   *
   * @throws Refused if it is not its turn yet
   */
  void mayStream(String machine) {
    images.alive(machine);
    int place = images.ask(machine);
    if (place > 0) {
      throw Refused.inLine("image: place " + place + " in line", images.pause(place));
    }
  }

  /** The machine is at work. */
  void streams(String machine) {
    images.alive(machine);
  }

  /** The machine needs no image any more. */
  void streamed(String machine) {
    images.leave(machine);
  }

  /** What the machine waits in line for and at which place, in words; empty if it does not. */
  public Optional<String> line(Machine machine) {
    int place = images.place(machine.id());
    return place == 0 ? Optional.empty() : Optional.of("its image, place " + place);
  }
}
