package io.bloomery.api;

import io.bloomery.boot.BootLoader;
import io.bloomery.boot.BootLoaders;
import io.bloomery.boot.capture.PacketCapture;
import io.bloomery.boot.journal.BootDiagnosis;
import io.bloomery.boot.journal.BootNote;
import io.bloomery.boot.journal.Explanation;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.process.signin.Account;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a machine does on its way to an operating system. */
@RestController
@RequestMapping("/api/v1/machines/{machine}")
class MachineBootController {
  /**
   * @param loader what its UEFI firmware loads first
   */
  record Loader(@NotNull BootLoader loader) {}

  private static final Logger LOG = LoggerFactory.getLogger(MachineBootController.class);
  private static final String PCAP = "application/vnd.tcpdump.pcap";

  private final BootDiagnosis diagnosis;
  private final PacketCapture captures;
  private final BootLoaders loaders;
  private final MachineEvents events;
  private final Visibility visibility;

  MachineBootController(
      BootDiagnosis diagnosis,
      PacketCapture captures,
      BootLoaders loaders,
      MachineEvents events,
      Visibility visibility) {
    this.diagnosis = diagnosis;
    this.captures = captures;
    this.loaders = loaders;
    this.events = events;
    this.visibility = visibility;
  }

  /** Why it does not boot: where it stands, what to look at, and what was heard of it. */
  @GetMapping(path = "/boot", produces = MediaType.APPLICATION_JSON_VALUE)
  Explanation boot(@AuthenticationPrincipal Account caller, @PathVariable String machine) {
    return diagnosis.of(visibility.ofManager(caller, machine));
  }

  /** The same for a terminal. */
  @GetMapping(path = "/boot", produces = MediaType.TEXT_PLAIN_VALUE)
  String bootAsText(@AuthenticationPrincipal Account caller, @PathVariable String machine) {
    Explanation explanation = boot(caller, machine);
    StringBuilder text = new StringBuilder();
    for (BootNote note : explanation.notes()) {
      text.append("%s  %s: %s%n".formatted(note.at(), note.step().words(), note.detail()));
    }
    return text.append("%n%s%n%s%n".formatted(explanation.verdict(), explanation.advice()))
        .toString();
  }

  @GetMapping(path = "/boot-loader", produces = MediaType.APPLICATION_JSON_VALUE)
  Loader loader(@AuthenticationPrincipal Account caller, @PathVariable String machine) {
    return new Loader(loaders.of(visibility.ofManager(caller, machine)));
  }

  /** From its next boot on. */
  @PutMapping(path = "/boot-loader", produces = MediaType.APPLICATION_JSON_VALUE)
  Loader choose(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody Loader loader) {
    Machine seen = visibility.ofManager(caller, machine);
    loaders.choose(seen, loader.loader());
    events.record(seen.id(), "boot loader", caller.name(), loader.loader() + " from now on");
    return loader;
  }

  /** Its packets from now on, as a capture file that grows while they come. */
  @GetMapping(path = "/capture", produces = PCAP)
  void capture(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @RequestParam(defaultValue = "60") @Min(1) @Max(600) int seconds,
      HttpServletResponse response) {
    Machine seen = visibility.ofManager(caller, machine);
    try (PacketCapture.Running running = begin(seen, seconds)) {
      events.record(
          seen.id(), "capture", caller.name(), "records its packets for " + seconds + " s");
      response.setContentType(PCAP);
      response.setHeader(
          "Content-Disposition", "attachment; filename=\"" + seen.name() + ".pcap\"");
      running.writeTo(response.getOutputStream());
    } catch (IOException over) {
      // Whoever recorded has hung up, which is how most captures end.
      LOG.debug("The capture of {} ends: {}", seen.name(), over.getMessage());
    }
  }

  private PacketCapture.Running begin(Machine machine, int seconds) {
    try {
      return captures.begin(machine, Duration.ofSeconds(seconds));
    } catch (IllegalStateException notNow) {
      throw Refused.now(notNow.getMessage());
    }
  }
}
