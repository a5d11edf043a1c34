package io.bloomery.power.simulated;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.MachineFinder;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerSwitch;
import io.bloomery.power.PowerTarget;
import io.bloomery.power.Setting;
import io.bloomery.power.SettingKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Switches simulated machines. */
@Component
class SimulatedDriver implements PowerDriver, PowerSwitch, MachineFinder {
  private static final String ENDPOINT = "endpoint";
  private static final String ID = "id";

  private final Chassis chassis;
  private final String known;

  SimulatedDriver(SimulatedSettings settings) {
    chassis = new Chassis(settings.answer(), settings.tries());
    known = settings.endpoint();
  }

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "simulated",
        "Simulated machines of `./bloomery up --simulate N`.",
        List.of(
            Setting.required(
                ENDPOINT, "Chassis", SettingKind.ENDPOINT, "Where it listens, 127.0.0.1:6230"),
            Setting.required(ID, "Machine", SettingKind.TEXT, "Its id in the chassis, one word")));
  }

  @Override
  public void check(Map<String, String> values) {
    String id = values.get(ID);
    if (id.contains(" ")) {
      throw new IllegalArgumentException(
          "power setting simulated.id: %s (expected: one word)".formatted(id));
    }
  }

  @Override
  public PowerState state(PowerTarget target) {
    String answer = ask(target, "status");
    return switch (answer) {
      case "on" -> PowerState.ON;
      case "off" -> PowerState.OFF;
      default ->
          throw new FinalFailure(
              "the chassis at %s says: %s (expected: on or off)"
                  .formatted(target.get(ENDPOINT), answer));
    };
  }

  @Override
  public void turnOn(PowerTarget target) {
    ask(target, "on");
  }

  @Override
  public void turnOff(PowerTarget target) {
    ask(target, "off");
  }

  @Override
  public Optional<Found> find(Collection<MacAddress> macs) {
    return known.isEmpty()
        ? Optional.empty()
        : macs.stream().map(this::find).flatMap(Optional::stream).findFirst();
  }

  private Optional<Found> find(MacAddress mac) {
    try {
      String[] words = chassis.ask(known, "find", mac.value()).split(" ", 2);
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put(ENDPOINT, known);
      settings.put(ID, words[0]);
      return Optional.of(new Found(words.length == 2 ? words[1] : words[0], settings));
    } catch (FinalFailure unknown) {
      return Optional.empty(); // the chassis answered: it has no such machine
    }
  }

  private String ask(PowerTarget target, String verb) {
    return chassis.ask(target.get(ENDPOINT), verb, target.get(ID));
  }
}
