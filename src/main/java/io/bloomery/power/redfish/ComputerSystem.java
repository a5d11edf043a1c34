package io.bloomery.power.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloomery.machine.PowerState;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.http.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One machine: its power and its light. */
final class ComputerSystem {
  private static final String RESET = "/Actions/#ComputerSystem.Reset";
  private static final String ALLOWED = "@Redfish.AllowableValues";

  private final Bmc bmc;
  private final String path;
  private final Deadline deadline;

  ComputerSystem(Bmc bmc, String path, Deadline deadline) {
    this.bmc = bmc;
    this.path = path;
    this.deadline = deadline;
  }

  PowerState state() {
    return state(read());
  }

  /** While it is on its way it is neither, and is asked again. */
  private static PowerState state(JsonNode system) {
    return switch (Answer.text(system, "/PowerState").orElse("")) {
      case "On", "Paused" -> PowerState.ON;
      case "Off" -> PowerState.OFF;
      default -> PowerState.UNKNOWN;
    };
  }

  void turnOn() {
    JsonNode system = read();
    if (state(system) != PowerState.ON) {
      // It is off, so the button can only turn it on.
      reset(system, List.of("On", "ForceOn", "PushPowerButton"));
    }
  }

  void turnOff() {
    JsonNode system = read();
    if (state(system) != PowerState.OFF) {
      reset(system, List.of("ForceOff"));
    }
  }

  /**
   * @param wanted the first that the system admits is taken
   */
  private void reset(JsonNode system, List<String> wanted) {
    String action =
        Answer.text(system, RESET + "/target")
            .orElseThrow(
                () ->
                    new FinalFailure(
                        "%s: system %s cannot be reset (expected: the action"
                                .formatted(bmc.where(), path)
                            + " ComputerSystem.Reset)"));
    List<String> admitted = admitted(system);
    String type =
        admitted.isEmpty()
            ? wanted.get(0)
            : wanted.stream()
                .filter(admitted::contains)
                .findFirst()
                .orElseThrow(
                    () ->
                        new FinalFailure(
                            "%s: system %s admits the resets %s (expected: one of %s)"
                                .formatted(
                                    bmc.where(),
                                    path,
                                    String.join(", ", admitted),
                                    String.join(", ", wanted))));
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("ResetType", type);
    Answer done = TaskWatch.settled(bmc, bmc.post(action, body, deadline), deadline);
    if (!done.good()) {
      throw done.refused();
    }
  }

  /** Said with the action, or in a resource of its own (DSP0266, section "ActionInfo"). */
  private List<String> admitted(JsonNode system) {
    List<String> said = words(system.at(RESET + "/ResetType" + ALLOWED));
    Optional<String> info = Answer.text(system, RESET + "/@Redfish.ActionInfo");
    if (said.isEmpty() && info.isPresent()) {
      for (JsonNode parameter : bmc.get(info.get(), deadline).resource().at("/Parameters")) {
        if (parameter.at("/Name").asText().equals("ResetType")) {
          return words(parameter.at("/AllowableValues"));
        }
      }
    }
    return said;
  }

  /** Lights or blinks, or stops to: there is no time in it. */
  void light(boolean on) {
    JsonNode system = read();
    List<String> candidates = new ArrayList<>(List.of(path));
    Answer.link(system, "/Links/Chassis/0").ifPresent(candidates::add);
    for (String candidate : candidates) {
      JsonNode resource = bmc.get(candidate, deadline).resource();
      if (resource.has("LocationIndicatorActive")) {
        change(candidate, JsonNodeFactory.instance.objectNode().put("LocationIndicatorActive", on));
        return;
      }
      if (resource.has("IndicatorLED")) { // until ComputerSystem 1.13, Chassis 1.14
        led(candidate, on);
        return;
      }
    }
    throw new FinalFailure(
        ("%s: neither system %s nor its chassis has a light (expected: LocationIndicatorActive or"
                + " IndicatorLED)")
            .formatted(bmc.where(), path));
  }

  private void led(String resource, boolean on) {
    try {
      change(resource, led(on ? "Blinking" : "Off"));
    } catch (FinalFailure refused) {
      if (!on) {
        throw refused;
      }
      change(resource, led("Lit")); // better than nothing
    }
  }

  private static ObjectNode led(String value) {
    return JsonNodeFactory.instance.objectNode().put("IndicatorLED", value);
  }

  private void change(String resource, ObjectNode what) {
    Patch.apply(bmc, resource, what, deadline);
  }

  private JsonNode read() {
    Answer answer = bmc.get(path, deadline);
    if (answer.status() == 404) {
      bmc.forgetSystems();
      throw new PassingFailure(
          "%s: system %s is there no more; it is looked for again next time"
              .formatted(bmc.where(), path));
    }
    return answer.resource();
  }

  static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
