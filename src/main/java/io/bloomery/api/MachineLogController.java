package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.process.signin.Account;
import io.bloomery.syslog.LogLine;
import io.bloomery.syslog.MachineLogs;
import io.bloomery.tenancy.Allocation;
import io.bloomery.tenancy.Allocations;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a machine has sent as its log, the oldest line first. A user sees what came since the
 * machine was lent to him.
 */
@RestController
@RequestMapping("/api/v1/machines/{machine}/log")
class MachineLogController {
  /** No time at which anything can have been received. */
  private static final String FOREVER = "9999-01-01T00:00:00Z";

  private static final String EVER = "1970-01-01T00:00:00Z";

  /** Fields that the machine did not send are empty. */
  record LineView(
      Instant at,
      String facility,
      String severity,
      String app,
      String process,
      String sent,
      String data,
      String text) {
    static LineView of(LogLine line) {
      return new LineView(
          line.at(),
          line.facility(),
          line.severity(),
          line.app(),
          line.process(),
          line.sent(),
          line.data(),
          line.text());
    }
  }

  private final MachineLogs logs;
  private final Allocations allocations;
  private final Visibility visibility;

  MachineLogController(MachineLogs logs, Allocations allocations, Visibility visibility) {
    this.logs = logs;
    this.allocations = allocations;
    this.visibility = visibility;
  }

  /** Lines received later than {@code after} and earlier than {@code before}. */
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  Page<LineView> lines(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @RequestParam(defaultValue = EVER) Instant after,
      @RequestParam(defaultValue = FOREVER) Instant before,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    return Page.of(read(caller, machine, after, before, limit + 1), limit, it -> "" + it.at())
        .map(LineView::of);
  }

  /** The same for a terminal: each line begins with what to give as {@code after}. */
  @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
  String text(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @RequestParam(defaultValue = EVER) Instant after,
      @RequestParam(defaultValue = FOREVER) Instant before,
      @RequestParam(defaultValue = "1000") @Min(1) @Max(10_000) int limit) {
    StringBuilder text = new StringBuilder();
    read(caller, machine, after, before, limit)
        .forEach(line -> text.append(line.asText()).append('\n'));
    return text.toString();
  }

  private List<LogLine> read(
      Account caller, String machine, Instant after, Instant before, int limit) {
    Machine seen = visibility.machine(caller, machine);
    Instant since = caller.seesEverything() ? Instant.EPOCH : lentSince(caller, seen);
    return logs.read(seen.id(), after.isBefore(since) ? since : after, before, limit);
  }

  private Instant lentSince(Account caller, Machine machine) {
    return allocations
        .ofMachine(machine.id())
        .filter(it -> it.person().equals(caller.name()))
        .map(Allocation::since)
        .orElse(Instant.MAX);
  }
}
