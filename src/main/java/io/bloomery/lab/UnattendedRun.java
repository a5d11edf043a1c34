package io.bloomery.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The whole journey, phase by phase; all machines go through a phase side by side. */
final class UnattendedRun {
  private final LabOptions options;
  private final VirtualHost host;
  private final Controller controller;
  private final Path home;
  private final Progress progress;
  private final Chaos chaos;
  private final Patience patience;
  private final List<Journey> journeys = new ArrayList<>();

  UnattendedRun(
      LabOptions options, VirtualHost host, Controller controller, Path home, Progress progress) {
    this.options = options;
    this.host = host;
    this.controller = controller;
    this.home = home;
    this.progress = progress;
    this.chaos = new Chaos(options.killAt(), controller, progress);
    this.patience = Patience.of(options.limit());
  }

  /** One phase of one machine, with the time it may take. */
  private interface Step extends BiConsumer<Player, Duration> {}

  List<Journey> journeys() {
    return List.copyOf(journeys);
  }

  List<Chaos.Kill> kills() {
    return chaos.kills();
  }

  boolean complete() {
    return !journeys.isEmpty() && journeys.stream().allMatch(j -> j.goesOn() && j.erased);
  }

  void floor(List<LabMachine> machines) {
    machines.forEach(machine -> journeys.add(new Journey(machine, host.hypervisor())));
    if (!options.floor()) {
      return;
    }
    progress.say("lab", "floor", "what the machines need without a controller");
    try (FloorMeasurement measurement = new FloorMeasurement(host, home, progress)) {
      everyone(
          "floor", journey -> journey.floor = Optional.of(measurement.measure(journey.machine)));
    }
  }

  void play(Stage stage) {
    phase(stage, "enlist", Duration.ofMinutes(10), Player::enlist);
    phase(stage, "review", Duration.ofMinutes(4), Player::review);
    phase(stage, "commission", Duration.ofMinutes(20), Player::commission);
    SampleImage.importInto(stage.administrator(), home);
    progress.say("lab", "image", SampleImage.NAME + " is in the store");
    phase(stage, "acquire", Duration.ofMinutes(4), Player::acquire);
    phase(stage, "deploy", Duration.ofMinutes(40), Player::deploy);
    phase(stage, "ssh", Duration.ofMinutes(3), Player::ssh);
    phase(stage, "release", Duration.ofMinutes(20), Player::release);
  }

  private void phase(Stage stage, String name, Duration limit, Step step) {
    Duration each = patience.atMost(limit.multipliedBy(Math.max(1, options.nodes() / 2)));
    chaos.during(
        name,
        () ->
            everyone(
                name,
                journey -> {
                  double cpu = journey.cpu.seconds();
                  long began = System.nanoTime();
                  step.accept(new Player(host.hypervisor(), stage, journey, progress), each);
                  journey.took(
                      name,
                      new Journey.Span(
                          (System.nanoTime() - began) / 1e9, journey.cpu.seconds() - cpu));
                }));
  }

  /** A machine that fails is out; the others go on, and the run fails at its end. */
  private void everyone(String phase, Consumer<Journey> work) {
    List<Journey> going = journeys.stream().filter(Journey::goesOn).toList();
    if (going.isEmpty()) {
      return;
    }
    ExecutorService hands = Executors.newFixedThreadPool(going.size());
    try {
      List<CompletableFuture<Void>> all =
          going.stream()
              .map(
                  journey -> CompletableFuture.runAsync(() -> attempt(phase, journey, work), hands))
              .toList();
      all.forEach(CompletableFuture::join);
    } finally {
      hands.shutdownNow();
    }
  }

  private void attempt(String phase, Journey journey, Consumer<Journey> work) {
    try {
      work.accept(journey);
    } catch (RuntimeException e) {
      String why = e instanceof LabFailure ? e.getMessage() : e.toString();
      journey.failed(phase, why);
      String name = journey.machine.name();
      progress.say(name, phase, "FAILED: " + why);
      progress.print(
          """
          ---- the serial console of %s ends with
          %s
          ---- the controller's log ends with
          %s
          ----\
          """
              .formatted(
                  name,
                  VirtualHost.serialTail(journey.machine, 40),
                  LogTail.of(controller.log(), 25)));
    }
  }
}
