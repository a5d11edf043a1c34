package io.bloomery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The persons' parts of a machine's life, played through the REST interfaces that Tasklist and
 * scripts use.
 */
final class Persons {
  private final Rest rest;

  Persons(Rest rest) {
    this.rest = rest;
  }

  /**
   * Reviews new machines as proposed, so that they are commissioned; gives the names of those
   * accepted.
   */
  List<String> review(int most, String pool) throws IOException, InterruptedException {
    JsonNode tasks = tasks("Task_ReviewNewMachine", most);
    Map<String, Map<String, String>> proposals = proposals(tasks);
    List<String> accepted = new ArrayList<>();
    for (JsonNode task : tasks) {
      Map<String, String> proposal =
          proposals.getOrDefault(task.get("processInstanceId").asText(), Map.of());
      String name = proposal.get("proposedName");
      if (name == null) {
        throw new IOException(
            "machine "
                + task.get("processInstanceId")
                + " came without a proposed name: "
                + proposal);
      }
      Map<String, Object> form = new HashMap<>();
      form.put("decision", "accept");
      form.put("name", name);
      form.put("powerDriver", proposal.get("powerDriver"));
      form.put("powerSettings", proposal.get("powerSettings"));
      form.put("pool", pool);
      form.put("zone", "default");
      form.put("commission", true);
      complete(task, form);
      accepted.add(name);
    }
    return accepted;
  }

  /** What was found out about the machines of these tasks, in one question for all. */
  private Map<String, Map<String, String>> proposals(JsonNode tasks)
      throws IOException, InterruptedException {
    List<String> instances = new ArrayList<>();
    tasks.forEach(task -> instances.add(task.get("processInstanceId").asText()));
    Map<String, Map<String, String>> proposals = new HashMap<>();
    if (!instances.isEmpty()) {
      JsonNode variables =
          rest.post(
              "/engine-rest/variable-instance?deserializeValues=false",
              Map.of("processInstanceIdIn", instances));
      for (JsonNode variable : variables) {
        proposals
            .computeIfAbsent(
                variable.get("processInstanceId").asText(), instance -> new HashMap<>())
            .put(variable.get("name").asText(), variable.get("value").asText());
      }
    }
    return proposals;
  }

  void acquire(String machine) throws IOException, InterruptedException {
    start("acquire-machine", null, Map.of("machine", machine, "purpose", "bench", "hours", 24));
  }

  void deploy(String machineId, String image) throws IOException, InterruptedException {
    start("deploy-machine", machineId, Map.of("image", image));
  }

  /** Gives machines in use back; says how many. */
  int release(int most) throws IOException, InterruptedException {
    JsonNode tasks = tasks("Task_UseMachine", most);
    for (JsonNode task : tasks) {
      complete(task, Map.of());
    }
    return tasks.size();
  }

  private void start(String process, String businessKey, Map<String, Object> variables)
      throws IOException, InterruptedException {
    Map<String, Object> body = new HashMap<>();
    body.put("variables", Rest.variables(variables));
    if (businessKey != null) {
      body.put("businessKey", businessKey);
    }
    rest.post("/engine-rest/process-definition/key/" + process + "/start", body);
  }

  JsonNode tasks(String definition, int most) throws IOException, InterruptedException {
    return rest.get("/engine-rest/task?taskDefinitionKey=" + definition + "&maxResults=" + most);
  }

  private void complete(JsonNode task, Map<String, Object> form)
      throws IOException, InterruptedException {
    rest.post(
        "/engine-rest/task/" + task.get("id").asText() + "/complete",
        Map.of("variables", Rest.variables(form)));
  }

  /** How many instances of a process run now. */
  int running(String process) throws IOException, InterruptedException {
    return rest.get("/engine-rest/process-instance/count?processDefinitionKey=" + process)
        .get("count")
        .asInt();
  }
}
