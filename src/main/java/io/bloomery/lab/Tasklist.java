package io.bloomery.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A person in front of Tasklist: sees tasks, claims one, fills in its form. */
final class Tasklist {
  private final Api api;

  Tasklist(Api api) {
    this.api = api;
  }

  /** An open task of one person's part. */
  record Open(String id, String key, String name) {}

  /** Every open task of the processes of one machine. */
  Optional<Open> ofMachine(String machine) {
    return first("/engine-rest/task?processInstanceBusinessKey=" + machine);
  }

  Optional<Open> ofMachine(String machine, String key) {
    return first(
        "/engine-rest/task?processInstanceBusinessKey=" + machine + "&taskDefinitionKey=" + key);
  }

  Optional<Open> ofProcess(String instance, String key) {
    return first("/engine-rest/task?processInstanceId=" + instance + "&taskDefinitionKey=" + key);
  }

  private Optional<Open> first(String path) {
    JsonNode tasks = api.get(path);
    return tasks.isEmpty() ? Optional.empty() : Optional.of(open(tasks.get(0)));
  }

  private static Open open(JsonNode task) {
    return new Open(
        task.path("id").asText(),
        task.path("taskDefinitionKey").asText(),
        task.path("name").asText());
  }

  /** What the task's form shows, by field. */
  Map<String, String> form(Open task) {
    Map<String, String> values = new HashMap<>();
    JsonNode variables =
        api.get("/engine-rest/task/" + task.id() + "/form-variables?deserializeValues=false");
    variables
        .properties()
        .forEach(f -> values.put(f.getKey(), f.getValue().path("value").asText()));
    return values;
  }

  /** Claims the task and submits its form, once, whatever happens to the controller meanwhile. */
  void complete(Open task, Map<String, Object> values) {
    Api.Answer claimed =
        api.ask(
            "POST", "/engine-rest/task/" + task.id() + "/claim", Map.of("userId", api.person()));
    if (!claimed.ok() && !claimed.repeated()) {
      throw refused("claim", task, claimed);
    }
    Map<String, Object> variables = new HashMap<>();
    values.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    Api.Answer submitted =
        api.ask(
            "POST",
            "/engine-rest/task/" + task.id() + "/submit-form",
            Map.of("variables", variables));
    if (!submitted.ok() && !(submitted.repeated() && gone(task))) {
      throw refused("submit", task, submitted);
    }
  }

  private boolean gone(Open task) {
    return api.ask("GET", "/engine-rest/task/" + task.id(), null).status() == 404;
  }

  private static LabFailure refused(String verb, Open task, Api.Answer answer) {
    return new LabFailure(
        "%s of task '%s' was answered with %d (expected: 204): %s"
            .formatted(verb, task.name(), answer.status(), answer.body()));
  }
}
