package io.bloomery.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plays every person's part for one machine, one method per phase. */
final class Player {
  private static final String USE = "Task_UseMachine";

  private final Hypervisor hypervisor;
  private final Stage stage;
  private final Journey journey;
  private final LabMachine machine;
  private final Watch watch;
  private final Progress progress;

  Player(Hypervisor hypervisor, Stage stage, Journey journey, Progress progress) {
    this.hypervisor = hypervisor;
    this.stage = stage;
    this.journey = journey;
    this.machine = journey.machine;
    this.watch = new Watch(stage.administrator(), journey, progress);
    this.progress = progress;
  }

  /** Somebody presses the button of an unknown PC; it enlists itself and switches off. */
  void enlist(Duration limit) {
    hypervisor.start(machine.name());
    progress.say(
        machine.name(), "enlist", "switched on, " + machine.firmware() + ", " + machine.mac());
    Patience patience = Patience.of(limit);
    while (journey.id == null) {
      journey.cpu.seconds();
      for (JsonNode known : stage.administrator().get("/api/v1/machines?limit=200").path("items")) {
        if (known.path("mac").asText().equals(machine.mac())) {
          journey.id = known.path("id").asText();
        }
      }
      if (patience.over()) {
        throw new LabFailure(
            "no machine with the MAC address %s enlisted within %s"
                .formatted(machine.mac(), limit));
      }
      Patience.pause(Duration.ofMillis(500));
    }
    watch.awaitTask("enlist", "Task_ReviewNewMachine", limit);
    if (!Patience.of(Duration.ofSeconds(60)).until(() -> !hypervisor.runs(machine.name()))) {
      throw new LabFailure("still on a minute after its shutdown was reported");
    }
  }

  /** An operator looks at the proposal, gives the machine its name and accepts it. */
  void review(Duration limit) {
    Tasklist tasklist = new Tasklist(stage.administrator());
    Tasklist.Open task = watch.awaitTask("review", "Task_ReviewNewMachine", limit);
    Map<String, String> form = tasklist.form(task);
    if (!machine.name().equals(form.get("proposedName"))) {
      throw new LabFailure(
          "name '%s' and power '%s' were proposed (expected: %s, found by its MAC address)"
              .formatted(form.get("proposedName"), form.get("powerDriver"), machine.name()));
    }
    tasklist.complete(
        task,
        Map.of(
            "decision",
            "accept",
            "name",
            form.get("proposedName"),
            "powerDriver",
            form.get("powerDriver"),
            "powerSettings",
            form.get("powerSettings"),
            "pool",
            "default",
            "zone",
            "default",
            "commission",
            true));
    progress.say(
        machine.name(),
        "review",
        "accepted, power by %s (%s)"
            .formatted(
                form.get("powerDriver"), form.get("powerSettings").strip().replace("\n", ", ")));
  }

  /** Accepting began it; nobody has anything to do unless a test fails. */
  void commission(Duration limit) {
    watch.awaitFree("commission", "READY", limit, Set.of());
  }

  /** The user asks for a machine; whoever has to approve does. */
  void acquire(Duration limit) {
    Api user = stage.user();
    if (journey.allocation == null) {
      JsonNode asked =
          user.post(
              "/api/v1/allocations",
              Map.of("purpose", "a course in the lab", "hours", 24, "machine", machine.name()));
      journey.allocation = asked.path("id").asText();
    }
    Tasklist administrator = new Tasklist(stage.administrator());
    Patience patience = Patience.of(limit);
    while (user.get("/api/v1/allocations/" + journey.allocation).path("machine").isNull()) {
      Optional<Tasklist.Open> approval =
          administrator.ofProcess(journey.allocation, "Task_ApproveRequest");
      if (approval.isPresent()) {
        administrator.complete(approval.get(), Map.of("decision", "approve", "reason", "lab"));
        progress.say(machine.name(), "acquire", "request approved");
      }
      if (patience.over()) {
        throw new LabFailure("no machine was lent within " + limit);
      }
      Patience.pause(Duration.ofMillis(300));
    }
    progress.say(machine.name(), "acquire", "lent to " + user.person());
  }

  /** The user deploys; seen from outside, SSH answers some time after power-on. */
  void deploy(Duration limit) {
    Api.Answer started =
        stage
            .user()
            .ask(
                "POST",
                "/api/v1/machines/" + journey.id + "/deploy",
                Map.of("image", SampleImage.NAME));
    if (!started.ok() && !(started.repeated() && started.status() == 409)) {
      throw new LabFailure(
          "deploy was answered with %d (expected: 202): %s"
              .formatted(started.status(), started.body()));
    }
    PowerOnToSsh outside = new PowerOnToSsh(hypervisor, journey, this::address);
    Thread watcher = new Thread(outside, machine.name() + "-ssh");
    watcher.setDaemon(true);
    watcher.start();
    try {
      watch.awaitFree("deploy", "DEPLOYED", limit, Set.of(USE));
    } finally {
      outside.stop();
    }
  }

  /** The user signs in with his key; the machine proves itself with the key it reported. */
  void ssh(Duration limit) {
    String address = address();
    Optional<String> hostKey = stage.hostKey(journey);
    journey.hostKeyProved = hostKey.isPresent();
    String text =
        stage
            .key()
            .run(SampleImage.USER, address, hostKey, "cat /etc/os-release && uname -n && df -h /");
    journey.release =
        text.lines()
            .filter(line -> line.startsWith("PRETTY_NAME="))
            .map(line -> line.substring(12).replace("\"", ""))
            .findFirst()
            .orElseThrow(() -> new LabFailure("/etc/os-release without PRETTY_NAME: " + text));
    progress.say(
        machine.name(),
        "ssh",
        "ssh %s@%s%s"
            .formatted(
                SampleImage.USER, address, hostKey.isPresent() ? ", host key as reported" : ""));
    progress.print(text.strip().indent(4).stripTrailing());
  }

  /** The user gives it back in Tasklist; its disk is erased, as seen from outside. */
  void release(Duration limit) {
    if (!DiskLook.hasPartitionTable(machine.disk())) {
      throw new LabFailure("no partition table on the disk of a deployed machine");
    }
    Tasklist user = new Tasklist(stage.user());
    user.ofProcess(journey.allocation, USE).ifPresent(task -> user.complete(task, Map.of()));
    watch.awaitFree("release", "READY", limit, Set.of(USE));
    if (hypervisor.runs(machine.name())) {
      throw new LabFailure("still on although it was released");
    }
    if (DiskLook.hasPartitionTable(machine.disk())) {
      throw new LabFailure("the partition table is still on the disk after erasing");
    }
    journey.erased = true;
    progress.say(machine.name(), "release", "Ready again, no partition table on its disk");
  }

  private String address() {
    return stage.administrator().get("/api/v1/machines/" + journey.id).path("address").asText("");
  }
}
