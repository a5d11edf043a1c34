package io.bloomery.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault that a simulated machine can have ends in front of a person, with the right question,
 * and never in a machine that passes for deployed.
 */
class FaultyMachinesTest {
  private static final Duration LONGEST = Duration.ofMinutes(6);

  /** Fault, the question a person is asked at the end, and the machine's status meanwhile. */
  private static final Map<String, String> ENDS =
      new TreeMap<>(
          Map.of(
              "bad-memory", "Task_JudgeFailedTests, TESTING",
              "corrupt-write", "Task_DeploymentFailed, FAILED_DEPLOYMENT",
              "dies-while-writing", "Task_DeploymentFailed, FAILED_DEPLOYMENT",
              "first-boot-silent", "Task_DeploymentFailed, FAILED_DEPLOYMENT",
              "power-refused", "Task_MachineDoesNotBoot, COMMISSIONING",
              "ssh-closed", "Task_DeploymentFailed, FAILED_DEPLOYMENT"));

  @TempDir Path directory;

  private Rest rest;
  private String image;

  @Test
  void eachFaultEndsInFrontOfAPerson() throws Exception {
    Ports ports = Ports.free();
    Path data = directory.resolve("data");
    List<String> settings =
        List.of(
            "--bloomery.node.poll-time=1s",
            "--bloomery.node.lost-after=4s",
            "--bloomery.patience.first-boot=PT8S",
            "--bloomery.power.read-back=2s");
    List<String> command = new ArrayList<>(List.of("simulate", "--delay", "all=100ms"));
    command.addAll(Controller.simulation(ports, ENDS.size()));
    Map<String, String> expected = new TreeMap<>();
    int number = 1;
    for (Map.Entry<String, String> end : ENDS.entrySet()) {
      command.addAll(List.of("--fault", "node" + number + "=" + end.getKey()));
      expected.put("node" + number, end.getKey() + ": " + end.getValue());
      number++;
    }
    try (Controller controller =
        Controller.start(data, ports, Controller.JVM, Controller.LOOPBACK, settings)) {
      rest = controller.rest();
      image = SampleImage.store(rest, data);
      try (ProgramProcess simulator =
          ProgramProcess.start(List.of("-Xmx64m"), command, directory.resolve("simulator.log"))) {
        long end = System.nanoTime() + LONGEST.toNanos();
        Map<String, String> found = Map.of();
        while (!found.equals(expected) && System.nanoTime() < end && simulator.isAlive()) {
          Thread.sleep(500);
          play();
          found = questions(expected);
        }
        assertEquals(expected, found);
        assertEquals(0, rest.get("/engine-rest/incident/count").get("count").asInt(), "incidents");
        assertTrue(in("DEPLOYED").isEmpty(), "deployed machines");
      }
    }
  }

  private void play() throws IOException, InterruptedException {
    Persons persons = new Persons(rest);
    persons.review(10, "default");
    for (JsonNode machine : in("READY")) {
      if (machine.get("owner").isNull()) {
        persons.acquire(machine.get("name").asText());
      }
    }
    for (JsonNode machine : in("ALLOCATED")) {
      persons.deploy(machine.get("id").asText(), image);
    }
  }

  /** What waits for a person, by machine: the question and the machine's status. */
  private Map<String, String> questions(Map<String, String> expected)
      throws IOException, InterruptedException {
    Map<String, String> faults = new HashMap<>();
    expected.forEach((name, end) -> faults.put(name, end.replaceFirst(":.*", "")));
    Map<String, String> questions = new TreeMap<>();
    for (JsonNode machine : rest.get("/api/v1/machines?limit=200").get("items")) {
      JsonNode tasks =
          rest.get("/engine-rest/task?processInstanceBusinessKey=" + machine.get("id").asText());
      for (JsonNode task : tasks) {
        String name = machine.get("name").asText();
        questions.put(
            name,
            faults.get(name)
                + ": "
                + task.get("taskDefinitionKey").asText()
                + ", "
                + machine.get("status").asText());
      }
    }
    return questions;
  }

  private List<JsonNode> in(String status) throws IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    rest.get("/api/v1/machines?status=" + status + "&limit=200").get("items").forEach(found::add);
    return found;
  }
}
