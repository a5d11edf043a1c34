package io.bloomery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes simulated machines from unknown to deployed and back to Ready: all through one phase, then
 * all through the next, and never more than {@link #WIDTH} machines at work.
 */
final class LifecycleRun {
  /** Machines at work at a time. */
  static final int WIDTH = 40;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration STANDSTILL = Duration.ofSeconds(180);

  private final Rest rest;
  private final Persons persons;
  private final int machines;
  private final String pool;
  private final String image;
  private long lastMove;
  private String lastSeen = "";

  LifecycleRun(Rest rest, int machines, String pool, String image) {
    this.rest = rest;
    this.persons = new Persons(rest);
    this.machines = machines;
    this.pool = pool;
    this.image = image;
  }

  /** Runs simulated machines for one whole life. */
  void run(Ports ports, int first, Path log) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("simulate"));
    command.addAll(Controller.simulation(ports, machines));
    command.addAll(List.of("--first", "" + first, "--width", "" + WIDTH, "--delay", "all=0s"));
    command.addAll(List.of("--tftp", "10%", "--boot-files", "head", "--image", "range"));
    try (ProgramProcess simulator =
        ProgramProcess.start(List.of("-Xmx512m", "-XX:+UseSerialGC"), command, log)) {
      live();
      if (!simulator.isAlive()) {
        throw new IOException("the simulator ended, see " + log);
      }
    }
  }

  private void live() throws IOException, InterruptedException {
    enlistAndCommission();
    Map<String, String> ids = ready();
    if (ids.size() != machines) {
      throw new IOException("machines ready: " + ids.size() + " (expected: " + machines + ")");
    }
    deploy(ids);
    release();
    int back = ready().size();
    if (back != machines) {
      throw new IOException("machines back in the pool: " + back + " (expected: " + machines + ")");
    }
  }

  private void enlistAndCommission() throws IOException, InterruptedException {
    int accepted = 0;
    while (accepted < machines || persons.running("commission-machine") > 0) {
      int room = WIDTH - (accepted == 0 ? 0 : persons.running("commission-machine"));
      if (accepted < machines && room > 0) {
        accepted += persons.review(room, pool).size();
      }
      step("commissioning, accepted " + accepted, "commission-machine");
    }
  }

  private void deploy(Map<String, String> ids) throws IOException, InterruptedException {
    Iterator<Map.Entry<String, String>> waiting = ids.entrySet().iterator();
    int running = 0;
    int done = 0;
    while (waiting.hasNext() || running > 0) {
      for (; waiting.hasNext() && running < WIDTH; running++) {
        Map.Entry<String, String> next = waiting.next();
        persons.acquire(next.getKey());
        persons.deploy(next.getValue(), image);
        done++;
      }
      step("deploying, started " + done, "deploy-machine");
      running = persons.running("deploy-machine");
    }
  }

  private void release() throws IOException, InterruptedException {
    int returned = 0;
    int running = 0;
    while (returned < machines || running > 0) {
      if (returned < machines && running < WIDTH) {
        returned += persons.release(WIDTH - running);
      }
      step("releasing, returned " + returned, "release-machine");
      running = persons.running("release-machine");
    }
  }

  /** Machines of this run that are free, their ids by name. */
  private Map<String, String> ready() throws IOException, InterruptedException {
    Map<String, String> ready = new LinkedHashMap<>();
    String after = "";
    do {
      JsonNode page = rest.get("/api/v1/machines?status=READY&pool=" + pool + "&limit=200" + after);
      for (JsonNode machine : page.get("items")) {
        ready.put(machine.get("name").asText(), machine.get("id").asText());
      }
      after = page.hasNonNull("next") ? "&after=" + page.get("next").asText() : null;
    } while (after != null);
    return ready;
  }

  /** Waits a moment; fails if nothing has moved for long, with what the engine waits for. */
  private void step(String what, String process) throws IOException, InterruptedException {
    Thread.sleep(LOOK_AGAIN.toMillis());
    String seen = what + " " + persons.running(process);
    if (!seen.equals(lastSeen)) {
      lastSeen = seen;
      lastMove = System.nanoTime();
    } else if (System.nanoTime() - lastMove > STANDSTILL.toNanos()) {
      JsonNode tasks = rest.get("/engine-rest/task?maxResults=5");
      throw new IOException(
          "nothing moved for " + STANDSTILL + ": " + seen + " in work; open tasks: " + tasks);
    }
  }
}
