package io.bloomery.api;

import io.bloomery.process.LifeCycle;
import io.bloomery.process.signin.Account;
import io.bloomery.tenancy.Allocation;
import io.bloomery.tenancy.Allocations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Asking for a machine, and giving it back. */
@RestController
@RequestMapping(path = "/api/v1/allocations", produces = MediaType.APPLICATION_JSON_VALUE)
class AllocationController {
  /** Absent conditions are null or 0. */
  record Request(
      @NotBlank @Size(max = 500) String purpose,
      @Min(1) @Max(8760) int hours,
      @Size(max = 63) String machine,
      @PositiveOrZero int cores,
      @PositiveOrZero int memoryMiB,
      @Size(max = 16) String architecture,
      @Size(max = 32) String pool) {
    private Map<String, Object> variables() {
      Map<String, Object> variables = new HashMap<>();
      variables.put("purpose", purpose);
      variables.put("hours", hours);
      put(variables, "machine", machine);
      put(variables, "architecture", architecture);
      put(variables, "pool", pool);
      if (cores > 0) {
        variables.put("cores", cores);
      }
      if (memoryMiB > 0) {
        variables.put("memoryMiB", memoryMiB);
      }
      return variables;
    }

    private static void put(Map<String, Object> variables, String name, String value) {
      if (value != null && !value.isBlank()) {
        variables.put(name, value);
      }
    }
  }

  /**
   * Each is a process that looks for a machine every half minute. Who looks after the pool may ask
   * for whole classes.
   */
  private static final int MOST_OPEN = 100;

  private static final Instant END_OF_TIME = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final Allocations allocations;
  private final LifeCycle life;

  AllocationController(Allocations allocations, LifeCycle life) {
    this.allocations = allocations;
    this.life = life;
  }

  /** Who asks, and for how long, may need an approval first; the allocation shows how far it is. */
  @PostMapping
  ResponseEntity<Allocation> request(
      @AuthenticationPrincipal Account caller, @Valid @RequestBody Request request) {
    if (!caller.managesMachines()
        && allocations.list(caller.name(), true, END_OF_TIME, MOST_OPEN).size() == MOST_OPEN) {
      throw Refused.now(
          "open allocations of %s: %d (expected: fewer, give one back or withdraw it first)"
              .formatted(caller.name(), MOST_OPEN));
    }
    String id = life.acquire(caller.name(), request.variables());
    return ResponseEntity.created(URI.create("/api/v1/allocations/" + id))
        .body(allocations.find(id).orElse(null));
  }

  /** A user's own; for those who see everything, everybody's or one person's. The newest first. */
  @GetMapping
  Page<Allocation> list(
      @AuthenticationPrincipal Account caller,
      @RequestParam(required = false) @Size(max = 64) String person,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(defaultValue = "9999-12-31T00:00:00Z") Instant before,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    String whose = caller.seesEverything() ? person : caller.name();
    List<Allocation> found = allocations.list(whose, open, before, limit + 1);
    return Page.of(found, limit, it -> it.requestedAt().toString());
  }

  @GetMapping("/{id}")
  Allocation one(@AuthenticationPrincipal Account caller, @PathVariable String id) {
    return allocations
        .find(id)
        .filter(it -> caller.seesEverything() || it.person().equals(caller.name()))
        .orElseThrow(() -> Refused.unknown("allocation", id));
  }

  /** Gives the machine back before its time, or withdraws a request that has none yet. */
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void giveBack(@AuthenticationPrincipal Account caller, @PathVariable String id) {
    Allocation allocation = one(caller, id);
    if (!caller.managesMachines() && !allocation.person().equals(caller.name())) {
      throw Refused.role("the holder, an operator or an administrator");
    }
    if (allocation.machine() == null && allocation.endedAt() == null) {
      life.withdraw(id);
      return;
    }
    if (!life.giveBack(id)) {
      throw Refused.now(
          "allocation: %s has no machine in use (expected: one that has)".formatted(id));
    }
  }
}
