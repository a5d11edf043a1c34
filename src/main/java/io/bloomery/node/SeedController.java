package io.bloomery.node;

import io.bloomery.database.Durable;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.Machines;
import io.bloomery.network.HttpOrigin;
import io.bloomery.node.BootTokens.FirstBootToken;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What the installed system needs for its first boot, and its word that the first boot is over. */
@Hidden
@RestController
class SeedController {
  private final Seats seats;
  private final NodeTasks tasks;
  private final Machines machines;
  private final MachineEvents events;
  private final BootTokens tokens;
  private final FirstBoots firstBoots;
  private final Seed seed;
  private final Durable durable;

  SeedController(
      Seats seats,
      NodeTasks tasks,
      Machines machines,
      MachineEvents events,
      BootTokens tokens,
      FirstBoots firstBoots,
      Seed seed,
      Durable durable) {
    this.seats = seats;
    this.tasks = tasks;
    this.machines = machines;
    this.events = events;
    this.tokens = tokens;
    this.firstBoots = firstBoots;
    this.seed = seed;
    this.durable = durable;
  }

  /** One file of the NoCloud seed; only while the machine has the task to write it. */
  @GetMapping("/node/seed/{file}")
  ResponseEntity<String> file(
      @RequestHeader(name = "Authorization", required = false) String bearer,
      @PathVariable String file,
      HttpServletRequest request) {
    LiveSession session = seats.speaker(NodeController.token(bearer));
    OpenTask open =
        session
            .seat
            .ofTopic(SeedFirstBootTopic.NAME)
            .orElseThrow(() -> Refused.unwanted("seed: the machine has no task to write one"));
    Machine machine = machines.get(session.machine());
    String deployment = open.task.process();
    String url = HttpOrigin.of(request.getLocalAddr(), request.getLocalPort());
    String text =
        switch (file) {
          case "meta-data" -> seed.metaData(machine, deployment);
          case "user-data" ->
              seed.userData(url + "/node/first-boot/" + tokens.firstBoot(machine.id(), deployment));
          case "network-config" -> seed.networkConfig(machine);
          case "vendor-data" -> seed.vendorData(machine);
          default -> throw Refused.unknown("seed: has no file " + file);
        };
    return ResponseEntity.ok()
        .contentType(HandOut.TEXT)
        .header("Cache-Control", "no-store")
        .body(text);
  }

  /** cloud-init's phone_home: the only thing an installed system can say here. */
  @PostMapping("/node/first-boot/{token}")
  ResponseEntity<Void> firstBoot(@PathVariable String token, HttpServletRequest request)
      throws IOException {
    FirstBootToken proven =
        tokens
            .openFirstBoot(token)
            .orElseThrow(() -> Refused.unproven("first-boot token: not valid here"));
    Form form = new Form(Body.read(request, Body.FORM, proven.machine()));
    String hostname = form.text("hostname", 255);
    String key = form.text("pub_key_ed25519", 1000);
    if (!firstBoots.reported(proven.deployment())) {
      tasks.mustRun(proven.deployment());
      tasks.firstBootReported(
          proven.machine(),
          proven.deployment(),
          () -> {
            firstBoots.record(proven.machine(), proven.deployment(), hostname, key);
            events.record(
                proven.machine(),
                "First boot",
                "machine",
                "The installed system came up as " + hostname);
          });
    } else {
      tasks.firstBootReported(proven.machine(), proven.deployment(), () -> {});
    }
    durable.now();
    return ResponseEntity.noContent().build();
  }
}
