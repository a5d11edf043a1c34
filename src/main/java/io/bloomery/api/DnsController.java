package io.bloomery.api;

import io.bloomery.dns.DnsRecord;
import io.bloomery.dns.DnsZones;
import io.bloomery.dns.ZoneState;
import io.bloomery.process.signin.Account;
import io.bloomery.process.signin.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The name server's zones, and records in them beside the machines'. */
@RestController
@RequestMapping(path = "/api/v1/dns", produces = MediaType.APPLICATION_JSON_VALUE)
class DnsController {
  /** The record's data as a zone file has them. */
  record NewRecord(
      @NotBlank @Size(max = 254) String name,
      @NotBlank @Size(max = 10) String type,
      Integer ttl,
      @NotBlank @Size(max = 2000) String data) {}

  private final ObjectProvider<DnsZones> server;

  DnsController(ObjectProvider<DnsZones> server) {
    this.server = server;
  }

  @GetMapping("/zones")
  List<ZoneState> zones(@AuthenticationPrincipal Account caller) {
    viewer(caller);
    return server().zones();
  }

  @GetMapping("/records")
  Page<DnsRecord> records(
      @AuthenticationPrincipal Account caller,
      @RequestParam(defaultValue = "0") @Min(0) long after,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    viewer(caller);
    return Page.of(
        server().records(after, limit + 1), limit, record -> String.valueOf(record.id()));
  }

  /** Answers when the record is stored and served. */
  @PostMapping("/records")
  ResponseEntity<DnsRecord> add(
      @AuthenticationPrincipal Account caller, @Valid @RequestBody NewRecord wanted) {
    administrator(caller);
    DnsRecord record = server().add(wanted.name(), wanted.type(), wanted.ttl(), wanted.data());
    return ResponseEntity.created(URI.create("/api/v1/dns/records/" + record.id())).body(record);
  }

  @DeleteMapping("/records/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@AuthenticationPrincipal Account caller, @PathVariable long id) {
    administrator(caller);
    if (!server().remove(id)) {
      throw Refused.unknown("record", id);
    }
  }

  @ExceptionHandler(IllegalStateException.class)
  ProblemDetail notServing(IllegalStateException why) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, why.getMessage());
  }

  private DnsZones server() {
    DnsZones zones = server.getIfAvailable();
    if (zones == null) {
      throw Refused.now(
          "name server: off (expected: bloomery.dns.enabled and bloomery.network.interface)");
    }
    return zones;
  }

  private static void viewer(Account caller) {
    if (!caller.seesEverything()) {
      throw Refused.role("viewer, operator or administrator");
    }
  }

  private static void administrator(Account caller) {
    if (!caller.is(Role.ADMINISTRATOR)) {
      throw Refused.role("an administrator");
    }
  }
}
