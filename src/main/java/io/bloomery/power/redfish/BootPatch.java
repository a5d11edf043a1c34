package io.bloomery.power.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloomery.power.BootDevice;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.http.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a system boots from at its next start (DSP0268, ComputerSystem, object Boot). */
final class BootPatch {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String TARGET = "BootSourceOverrideTarget";
  private static final String MODE = "BootSourceOverrideMode";

  private final Bmc bmc;
  private final String path;
  private final Deadline deadline;

  BootPatch(Bmc bmc, String path, Deadline deadline) {
    this.bmc = bmc;
    this.path = path;
    this.deadline = deadline;
  }

  /**
   * @param network what booting from the network is called: Pxe or UefiHttp
   */
  void once(BootDevice device, boolean uefi, String network) {
    JsonNode system = bmc.get(path, deadline).resource();
    String target = target(system, device == BootDevice.DISK ? "Hdd" : network);
    Optional<String> pending = pending(system);
    if (pending.isPresent()) {
      try {
        change(pending.get(), target, uefi);
        return;
      } catch (FinalFailure refused) {
        // Some show a Boot object in their settings and take it by the system itself.
      }
    }
    change(path, target, uefi);
  }

  /** Where changes are to go that hold from the next start on (DSP0266, "Settings resource"). */
  private Optional<String> pending(JsonNode system) {
    return Answer.link(system, "/@Redfish.Settings/SettingsObject")
        .filter(settings -> bmc.get(settings, deadline).json().at("/Boot").has(TARGET));
  }

  private String target(JsonNode system, String wanted) {
    List<String> admitted =
        ComputerSystem.words(system.at("/Boot/" + TARGET + "@Redfish.AllowableValues"));
    if (!admitted.isEmpty() && !admitted.contains(wanted)) {
      throw new FinalFailure(
          "%s: system %s can be told to boot from %s (expected: %s)"
              .formatted(bmc.where(), path, String.join(", ", admitted), wanted));
    }
    return wanted;
  }

  private void change(String resource, String target, boolean uefi) {
    JsonNode boot = bmc.get(resource, deadline).resource().at("/Boot");
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    ObjectNode next = change.putObject("Boot");
    next.put(TARGET, target).put("BootSourceOverrideEnabled", "Once");
    String mode = uefi ? "UEFI" : "Legacy";
    // Older ones do not know it, and some refuse a change that changes nothing.
    if (boot.has(MODE) && !boot.at("/" + MODE).asText().equals(mode)) {
      next.put(MODE, mode);
    }
    Patch.apply(bmc, resource, change, deadline);
    readBack(resource, target);
  }

  /** Some accept it and forget it. Shown at once, or after a while. */
  private void readBack(String resource, String target) {
    while (true) {
      JsonNode boot = bmc.get(resource, deadline).resource().at("/Boot");
      String shown = boot.at("/" + TARGET).asText();
      if (shown.equals(target)
          && !boot.at("/BootSourceOverrideEnabled").asText().equals("Disabled")) {
        return;
      }
      try {
        if (!deadline.pause(PAUSE)) {
          throw new PassingFailure(
              "%s: system %s took the boot override, but shows %s (expected: %s)"
                  .formatted(bmc.where(), path, shown.isEmpty() ? "none" : shown, target));
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new PassingFailure("stopped while reading back the boot override", stopped);
      }
    }
  }
}
