package io.bloomery.node;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The lines that machines wait in, so that hundreds switched on at once all get through. */
@Component
public class Admission {
  /** An agent that writes an image says so every few seconds. */
  private static final Duration STREAM = Duration.ofSeconds(60);

  /**
   * A boot loader says nothing while it loads, so this is all the time it has until others may too:
   * a machine that crashes and asks again for ever is sent to the end of the line.
   */
  private static final Duration LOAD = Duration.ofMinutes(3);

  private final AdmissionQueue images;
  private final AdmissionQueue loads;

  /**
   * A place in line.
   *
   * @param number counted from 1
   * @param pause seconds after which to ask again
   */
  public record Place(int number, int pause) {}

  Admission(AdmissionSettings settings) {
    images = new AdmissionQueue(settings.imageStreams(), STREAM, System::nanoTime);
    loads = new AdmissionQueue(settings.ramdiskLoads(), LOAD, System::nanoTime);
  }

  /** Empty if the boot loader behind this NIC may load the in-RAM system now. */
  public Optional<Place> load(MacAddress nic) {
    int number = loads.ask(nic.value());
    return number == 0 ? Optional.empty() : Optional.of(new Place(number, loads.pause(number)));
  }

  /** The in-RAM system runs; nothing of an earlier boot waits or streams. */
  void loaded(MacAddress nic, String machine) {
    loads.leave(nic.value());
    images.leave(machine);
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
    return place > 0
        ? Optional.of("its image, place " + place)
        : machine.nics().stream().flatMap(nic -> line(nic).stream()).findFirst();
  }

  /** The same of a machine that is not known yet. */
  public Optional<String> line(MacAddress nic) {
    int place = loads.place(nic.value());
    return place == 0 ? Optional.empty() : Optional.of("the in-RAM system, place " + place);
  }
}
