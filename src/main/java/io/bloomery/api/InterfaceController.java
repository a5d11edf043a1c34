package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.Machines;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.link.MachineInterface;
import io.bloomery.network.link.MachineInterfaces;
import io.bloomery.network.link.NicReports;
import io.bloomery.network.plan.Networks;
import io.bloomery.process.signin.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The interfaces of a machine: what was seen of them, and what they are to be. */
@RestController
@RequestMapping(
    path = "/api/v1/machines/{machine}/interfaces",
    produces = MediaType.APPLICATION_JSON_VALUE)
class InterfaceController {
  record InterfacesBody(
      @Valid @NotNull @Size(min = 1, max = 100) List<@NotNull InterfaceBody> interfaces) {
    List<MachineInterface> of() {
      return interfaces.stream().map(InterfaceBody::of).toList();
    }
  }

  private final Interfaces interfaces;
  private final NicReports reports;
  private final Networks networks;
  private final Machines machines;
  private final MachineEvents events;
  private final Visibility visibility;

  InterfaceController(
      Interfaces interfaces,
      NicReports reports,
      Networks networks,
      Machines machines,
      MachineEvents events,
      Visibility visibility) {
    this.interfaces = interfaces;
    this.reports = reports;
    this.networks = networks;
    this.machines = machines;
    this.events = events;
    this.visibility = visibility;
  }

  @GetMapping
  InterfaceView.OfMachine interfaces(
      @AuthenticationPrincipal Account caller, @PathVariable String machine) {
    return view(visibility.ofObserver(caller, machine));
  }

  /** Puts all of them anew; what is left out is not configured. */
  @PutMapping
  InterfaceView.OfMachine configure(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @Valid @RequestBody InterfacesBody body) {
    Machine seen = visibility.ofManager(caller, machine);
    MachineInterfaces all = interfaces.configure(seen, body.of());
    String names = all.all().stream().map(MachineInterface::name).collect(Collectors.joining(", "));
    events.record(seen.id(), "interfaces", caller.name(), names + " from the next deployment on");
    return view(machines.get(seen.id()));
  }

  /** From now on it has one address, at the NIC it boots from. */
  @DeleteMapping
  InterfaceView.OfMachine reset(
      @AuthenticationPrincipal Account caller, @PathVariable String machine) {
    Machine seen = visibility.ofManager(caller, machine);
    interfaces.reset(seen);
    events.record(seen.id(), "interfaces", caller.name(), "one address at the boot NIC again");
    return view(machines.get(seen.id()));
  }

  private InterfaceView.OfMachine view(Machine machine) {
    Optional<MachineInterfaces> configured = interfaces.configured(machine);
    return InterfaceView.of(
        machine,
        configured.orElseGet(() -> interfaces.unconfigured(machine)),
        configured.isPresent(),
        reports.of(machine),
        networks.plan());
  }
}
