package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.Power;
import io.bloomery.process.signin.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How machines are switched on and off, and by which drivers. Secrets go in and never come out. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class PowerController {
  record Control(
      @NotBlank @Size(max = 32) String driver,
      @NotNull @Size(max = 50) Map<String, String> settings) {}

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
}
