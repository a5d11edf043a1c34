package io.bloomery.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the controller with signal 9 while machines are at every activity of commissioning and
 * deployment at which a process waits, restarts it on what is on disk, and lets everything end.
 * Between two of these activities there is one transaction each, so these are all the states that a
 * kill can leave behind. What counts as hit is what the dead controller's database says.
 */
class KillTest {
  private static final int MACHINES = 10;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** Starts are what takes the time here, and the best compiler delays them. */
  private static final List<String> JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  /**
   * Machines begin one after the other, so that they are at different activities and one kill
   * serves several.
   */
  private static final Duration APART = Duration.ofSeconds(3);

  @TempDir Path directory;

  private final Set<String> open = new TreeSet<>(Activities.whereProcessesWait());
  private final List<String> log = new ArrayList<>();
  private final Set<String> acquired = new TreeSet<>();
  private final long beginning = System.nanoTime();
  private Ports ports;
  private Controller controller;
  private Rest rest;
  private String image;
  private long lastStart;
  private long lastBeginning;

  @Test
  void nothingIsLostStuckOrWrittenTwice() throws Exception {
    ports = Ports.free();
    List<String> command = new ArrayList<>(List.of("simulate", "--tftp", "50%"));
    command.addAll(Controller.simulation(ports, MACHINES));
    for (String delay :
        List.of(
            "all=500ms",
            "inventory=3s",
            "test=1s",
            "write=3s",
            "verify=3s",
            "seed=3s",
            "reboot=2s",
            "kernel=2s",
            "first-boot=3s",
            "ssh=1s",
            "power=400ms")) {
      command.addAll(List.of("--delay", delay));
    }
    start();
    image = SampleImage.store(rest, data());
    try (ProgramProcess simulator =
        ProgramProcess.start(List.of("-Xmx64m"), command, directory.resolve("simulator.log"))) {
      long end = beginning + LONGEST.toNanos();
      while (!(open.isEmpty() && in("DEPLOYED").size() == MACHINES)) {
        assertTrue(
            System.nanoTime() < end,
            () -> "not at its end after " + LONGEST + "; not killed at " + open + "; " + log);
        assertTrue(simulator.isAlive(), "the simulator ended");
        assertTrue(
            in("DEPLOYED").size() < MACHINES || open.isEmpty(),
            () -> "all deployed, never killed at " + open + "; " + log);
        play();
        killIfWorthIt();
        Thread.sleep(200);
      }
      assertEquals(0, rest.get("/engine-rest/incident/count").get("count").asInt(), "incidents");
      List<String> waiting = new ArrayList<>();
      rest.get("/engine-rest/task")
          .forEach(task -> waiting.add(task.get("taskDefinitionKey").asText()));
      assertEquals(
          Collections.nCopies(MACHINES, "Task_UseMachine"),
          waiting,
          "nobody has to repair anything");
      assertEquals(MACHINES, machines().size(), "machines");
      for (int number = 1; number <= MACHINES; number++) {
        assertEquals(
            "1",
            ChassisQuestion.ask(ports, "writes", "node" + number),
            "image writes of node" + number);
      }
      System.out.println(log.size() + " kills, " + seconds() + " s: " + log);
    } finally {
      controller.close();
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private long seconds() {
    return Duration.ofNanos(System.nanoTime() - beginning).toSeconds();
  }

  private void start() throws IOException, InterruptedException {
    // With one thread for what the controller does itself, checking an image waits for its turn.
    // It takes no time, and otherwise no kill would meet it.
    List<String> settings = List.of("--bloomery.worker.threads=1");
    controller = Controller.start(data(), ports, JVM, Controller.LOOPBACK, settings);
    rest = controller.rest();
    lastStart = System.nanoTime();
  }

  /** The persons' parts; after a kill they go on where they were. */
  private void play() throws IOException, InterruptedException {
    if (System.nanoTime() - lastBeginning > APART.toNanos()
        && !new Persons(rest).review(1, "default").isEmpty()) {
      lastBeginning = System.nanoTime();
    }
    List<JsonNode> ready = in("READY");
    ready.removeIf(machine -> acquired.contains(machine.get("id").asText()));
    // By twos, so that the second's image waits while the first's power is cycled.
    boolean two = ready.size() > 1 || acquired.size() == MACHINES - 1;
    if (two || !open.contains(Activities.PREPARE_IMAGE)) {
      for (JsonNode machine : ready) {
        new Persons(rest).acquire(machine.get("name").asText());
      }
      for (JsonNode machine : ready) {
        new Persons(rest).deploy(machine.get("id").asText(), image);
        acquired.add(machine.get("id").asText());
      }
    }
  }

  private JsonNode machines() throws IOException, InterruptedException {
    return rest.get("/api/v1/machines?limit=200").get("items");
  }

  private List<JsonNode> in(String status) throws IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode machine : machines()) {
      if (machine.get("status").asText().equals(status)) {
        found.add(machine);
      }
    }
    return found;
  }

  private void killIfWorthIt() throws IOException, InterruptedException, SQLException {
    Map<String, String> status = new HashMap<>();
    machines()
        .forEach(machine -> status.put(machine.get("id").asText(), machine.get("status").asText()));
    Set<String> reached = new TreeSet<>();
    for (JsonNode task : rest.get("/engine-rest/external-task?maxResults=200")) {
      reached.add(
          Activities.key(
              task.get("processDefinitionKey").asText(),
              task.get("activityId").asText(),
              status.getOrDefault(task.get("businessKey").asText(), "")));
    }
    reached.retainAll(open);
    if (reached.contains(Activities.PREPARE_IMAGE) || reached.size() >= enough()) {
      kill();
    }
  }

  /**
   * How many new activities are worth a restart: the fewer, the longer the last one was ago, and
   * never more than are left, or the last machines would pass the last activity unharmed.
   */
  private int enough() {
    long seconds = Duration.ofNanos(System.nanoTime() - lastStart).toSeconds();
    return Math.max(1, Math.min(open.size(), seconds < 8 ? 4 : seconds < 12 ? 2 : 1));
  }

  private void kill() throws IOException, InterruptedException, SQLException {
    controller.kill();
    Set<String> hit = StoredWork.at(data(), directory.resolve("look"));
    hit.retainAll(open);
    open.removeAll(hit);
    log.add(seconds() + " s " + hit);
    start();
  }
}
