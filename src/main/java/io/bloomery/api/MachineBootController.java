package io.bloomery.api;

import io.bloomery.boot.BootLoader;
import io.bloomery.boot.BootLoaders;
import io.bloomery.boot.capture.PacketCapture;
import io.bloomery.boot.journal.BootDiagnosis;
import io.bloomery.boot.journal.BootNote;
import io.bloomery.boot.journal.Explanation;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.Machines;
import io.bloomery.process.signin.Account;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
  private final Machines machines;
  private final Visibility visibility;

  MachineBootController(
      BootDiagnosis diagnosis,
      PacketCapture captures,
      BootLoaders loaders,
      MachineEvents events,
      Machines machines,
      Visibility visibility) {
    this.machines = machines;
    this.diagnosis = diagnosis;
    this.captures = captures;
    this.loaders = loaders;
    this.events = events;
    this.visibility = visibility;
  }

  /**
   * Why it does not boot: where it stands, what to look at, and what was heard of it. A machine
   * that never enlisted has no name: it is asked for by the MAC address of its NIC, with colons.
   */
  @GetMapping(path = "/boot", produces = MediaType.APPLICATION_JSON_VALUE)
  Explanation boot(@AuthenticationPrincipal Account caller, @PathVariable String machine) {
    return find(caller, machine)
        .map(diagnosis::of)
        .orElseGet(() -> diagnosis.of(MacAddress.of(machine)));
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

  /** Its packets from now on, as a capture file that grows while they come; by MAC address too. */
  @GetMapping(path = "/capture", produces = PCAP)
  void capture(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @RequestParam(defaultValue = "60") @Min(1) @Max(600) int seconds,
      HttpServletResponse response) {
    Optional<Machine> seen = find(caller, machine);
    List<MacAddress> nics =
        seen.map(Machine::nics).orElseGet(() -> List.of(MacAddress.of(machine)));
    String name = seen.map(Machine::name).orElse(nics.get(0).value().replace(':', '-'));
    try (PacketCapture.Running running = begin(nics, seconds)) {
      String event = "records its packets for " + seconds + " s";
      seen.ifPresent(it -> events.record(it.id(), "capture", caller.name(), event));
      response.setContentType(PCAP);
      response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".pcap\"");
      running.writeTo(response.getOutputStream());
    } catch (IOException over) {
      // Whoever recorded has hung up, which is how most captures end.
      LOG.debug("The capture of {} ends: {}", name, over.getMessage());
    }
  }

  /** The machine; empty if it is asked for by a MAC address that no machine has. */
  private Optional<Machine> find(Account caller, String machineOrMac) {
    if (!machineOrMac.contains(":")) {
      return Optional.of(visibility.ofManager(caller, machineOrMac));
    }
    Visibility.manager(caller);
    return machines.byMac(MacAddress.of(machineOrMac));
  }

  private PacketCapture.Running begin(Collection<MacAddress> nics, int seconds) {
    try {
      return captures.begin(nics, Duration.ofSeconds(seconds));
    } catch (IllegalStateException notNow) {
      throw Refused.now(notNow.getMessage());
    }
  }
}
