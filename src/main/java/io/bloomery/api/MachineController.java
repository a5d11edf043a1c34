package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvent;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineFilter;
import io.bloomery.machine.MachineHardware;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.process.signin.Account;
import io.bloomery.tenancy.Allocation;
import io.bloomery.tenancy.Allocations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Machines: looking at them, and giving them a name and a place. */
@RestController
@RequestMapping(path = "/api/v1/machines", produces = MediaType.APPLICATION_JSON_VALUE)
class MachineController {
  /** Absent fields stay as they are. */
  record Change(
      @Size(max = 63) String name, @Size(max = 32) String pool, @Size(max = 32) String zone) {}

  record EventView(long id, Instant at, String step, String actor, String text) {
    static EventView of(MachineEvent event) {
      return new EventView(event.id(), event.at(), event.step(), event.actor(), event.text());
    }
  }

  private final Machines machines;
  private final MachineEvents events;
  private final MachineHardware hardware;
  private final Allocations allocations;
  private final Visibility visibility;

  MachineController(
      Machines machines,
      MachineEvents events,
      MachineHardware hardware,
      Allocations allocations,
      Visibility visibility) {
    this.machines = machines;
    this.events = events;
    this.hardware = hardware;
    this.allocations = allocations;
    this.visibility = visibility;
  }

  @GetMapping
  Page<MachineView> list(
      @AuthenticationPrincipal Account caller,
      @RequestParam(required = false) Set<MachineStatus> status,
      @RequestParam(required = false) @Size(max = 64) String owner,
      @RequestParam(required = false) @Size(max = 32) String pool,
      @RequestParam(required = false) @Size(max = 63) String text,
      @RequestParam(required = false) @Size(max = 8) String after,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    List<Machine> found =
        visibility.list(caller, new MachineFilter(status, owner, pool, text, after, limit + 1));
    return Page.of(found, limit, Machine::id).map(MachineView::of);
  }

  @GetMapping("/{machine}")
  MachineView one(@AuthenticationPrincipal Account caller, @PathVariable String machine) {
    return MachineView.of(visibility.machine(caller, machine));
  }

  /** Its inventory, as the machine itself reported it. */
  @GetMapping("/{machine}/hardware")
  ResponseEntity<String> hardware(
      @AuthenticationPrincipal Account caller, @PathVariable String machine) {
    Machine seen = visibility.machine(caller, machine);
    return hardware
        .latest(seen.id())
        .map(ResponseEntity::ok)
        .orElseThrow(() -> Refused.unknown("inventory of machine", seen.name()));
  }

  /** Its history, the newest first. A user sees what happened since the machine was lent to him. */
  @GetMapping("/{machine}/events")
  Page<EventView> events(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    Machine seen = visibility.machine(caller, machine);
    Instant since = caller.seesEverything() ? Instant.EPOCH : lentSince(caller, seen);
    List<EventView> found =
        events.of(seen.id(), before, limit + 1).stream()
            .filter(event -> !event.at().isBefore(since))
            .map(EventView::of)
            .toList();
    return Page.of(found, limit, event -> String.valueOf(event.id()));
  }

  @PatchMapping("/{machine}")
  MachineView change(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody Change change) {
    Machine before = visibility.ofManager(caller, machine);
    if (change.name() != null && !change.name().equals(before.name())) {
      machines.rename(before.id(), change.name());
      events.record(before.id(), "rename", caller.name(), before.name() + " → " + change.name());
    }
    if (change.pool() != null || change.zone() != null) {
      String pool = change.pool() == null ? before.pool() : change.pool();
      String zone = change.zone() == null ? before.zone() : change.zone();
      machines.place(before.id(), pool, zone);
      events.record(before.id(), "place", caller.name(), "pool " + pool + ", zone " + zone);
    }
    return MachineView.of(machines.get(before.id()));
  }

  private Instant lentSince(Account caller, Machine machine) {
    return allocations
        .ofMachine(machine.id())
        .filter(it -> it.person().equals(caller.name()))
        .map(Allocation::since)
        .orElse(Instant.MAX);
  }
}
