package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.Power;
import io.bloomery.process.signin.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How machines are switched on and off, and by which drivers. Secrets go in and never come out. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class PowerController {
  record Control(
      @NotBlank @Size(max = 32) String driver,
      @NotNull @Size(max = 50) Map<String, String> settings) {}

  /**
   * @param seconds how long, 0 to stop it; no hardware counts further than 255
   */
  record Blink(@Min(0) @Max(255) Integer seconds) {}

  private static final int BLINK_SECONDS = 60;

  private final Power power;
  private final MachineEvents events;
  private final Visibility visibility;

  PowerController(Power power, MachineEvents events, Visibility visibility) {
    this.power = power;
    this.events = events;
    this.visibility = visibility;
  }

  @GetMapping("/drivers")
  List<DriverDescription> drivers() {
    return power.drivers();
  }

  @GetMapping("/machines/{machine}/power")
  Control control(@AuthenticationPrincipal Account caller, @PathVariable String machine) {
    Machine seen = visibility.ofManager(caller, machine);
    return new Control(seen.powerDriver(), power.settings(seen.id()));
  }

  @PutMapping("/machines/{machine}/power")
  Control configure(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody Control control) {
    Machine seen = visibility.ofManager(caller, machine);
    power.configure(seen.id(), control.driver(), control.settings());
    events.record(seen.id(), "power", caller.name(), "power is controlled by " + control.driver());
    return new Control(control.driver(), power.settings(seen.id()));
  }

  /** Makes its chassis blink, for whoever looks for it in the rack. */
  @PostMapping("/machines/{machine}/identify")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void identify(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody(required = false) Blink blink) {
    Machine seen = visibility.ofManager(caller, machine);
    int seconds = blink == null || blink.seconds() == null ? BLINK_SECONDS : blink.seconds();
    power.identify(seen.id(), Duration.ofSeconds(seconds));
    events.record(seen.id(), "identify", caller.name(), "blinks for " + seconds + " s");
  }
}
