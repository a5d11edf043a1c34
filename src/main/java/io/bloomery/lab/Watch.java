package io.bloomery.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Looks at one machine while its processes run, says what it sees, and knows when to worry. */
final class Watch {
  private static final Duration LOOK = Duration.ofMillis(700);

  private final Api api;
  private final Tasklist tasklist;
  private final Journey journey;
  private final Progress progress;

  Watch(Api api, Journey journey, Progress progress) {
    this.api = api;
    this.tasklist = new Tasklist(api);
    this.journey = journey;
    this.progress = progress;
  }

  /**
   * Waits until the machine has the status and no process holds it.
   *
   * @param phase for the live lines
   * @param expected a person's tasks that may be open; any other one means that something failed
   */
  void awaitFree(String phase, String status, Duration limit, Set<String> expected) {
    Patience patience = Patience.of(limit);
    while (true) {
      journey.cpu.seconds();
      JsonNode machine = api.get("/api/v1/machines/" + journey.id);
      sayEvents(phase);
      if (machine.path("status").asText().equals(status) && machine.path("heldBy").isNull()) {
        return;
      }
      refuseUnexpected(expected);
      if (patience.over()) {
        throw new LabFailure(
            "%s after %s (expected: %s); process %s holds it"
                .formatted(
                    machine.path("statusLabel").asText(),
                    limit,
                    status,
                    machine.path("heldFor").asText()));
      }
      Patience.pause(LOOK);
    }
  }

  /** Waits for a person's task of the machine's processes. */
  Tasklist.Open awaitTask(String phase, String key, Duration limit) {
    Patience patience = Patience.of(limit);
    while (true) {
      journey.cpu.seconds();
      sayEvents(phase);
      Optional<Tasklist.Open> task = tasklist.ofMachine(journey.id, key);
      if (task.isPresent()) {
        return task.get();
      }
      refuseUnexpected(Set.of());
      if (patience.over()) {
        throw new LabFailure("no task %s after %s".formatted(key, limit));
      }
      Patience.pause(LOOK);
    }
  }

  private void refuseUnexpected(Set<String> expected) {
    tasklist
        .ofMachine(journey.id)
        .filter(task -> !expected.contains(task.key()))
        .ifPresent(
            task -> {
              throw new LabFailure(
                  "a person is asked to decide: '%s': %s"
                      .formatted(task.name(), tasklist.form(task).getOrDefault("failure", "")));
            });
  }

  /** New entries of the machine's history become live lines, the oldest first. */
  private void sayEvents(String phase) {
    JsonNode page = api.get("/api/v1/machines/" + journey.id + "/events?limit=20").path("items");
    for (int i = page.size() - 1; i >= 0; i--) {
      JsonNode event = page.get(i);
      if (event.path("id").asLong() > journey.lastEvent) {
        journey.lastEvent = event.path("id").asLong();
        String text = event.path("text").asText("");
        String step = event.path("step").asText("");
        progress.say(
            journey.machine.name(), phase, text.isBlank() ? step : step + ": " + firstLine(text));
      }
    }
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 110 ? line.substring(0, 110) + "…" : line;
  }
}
