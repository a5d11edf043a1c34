package io.bloomery.power;

import io.bloomery.machine.PowerState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Has all capabilities, and remembers what it was ordered. */
final class RememberingDriver implements PowerDriver, PowerSwitch, BootOverride, Identify {
  final List<String> deeds = new CopyOnWriteArrayList<>();

  private volatile PowerState state = PowerState.OFF;

  /** Whether it cannot choose what to boot from. */
  volatile boolean refuses;

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "remembering",
        "Remembers what it was ordered.",
        List.of(Setting.required("password", "Password", SettingKind.TEXT, "").asSecret()));
  }

  @Override
  public PowerState state(PowerTarget target) {
    return state;
  }

  @Override
  public void turnOn(PowerTarget target) {
    deeds.add("on");
    state = PowerState.ON;
  }

  @Override
  public void turnOff(PowerTarget target) {
    deeds.add("off");
    state = PowerState.OFF;
  }

  @Override
  public void bootNext(PowerTarget target, BootDevice device, boolean uefi) {
    if (refuses) {
      throw new FinalFailure("no such thing for " + target.get("password"));
    }
    deeds.add("next " + device + " uefi=" + uefi);
  }

  @Override
  public void identify(PowerTarget target, Duration lasting) {
    deeds.add("blink " + lasting);
  }
}
