package io.bloomery.power.manual;

import io.bloomery.machine.PowerState;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.OutOfReach;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerSwitch;
import io.bloomery.power.PowerTarget;
import io.bloomery.power.Setting;
import io.bloomery.power.SettingKind;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Says what a person is to do, and leaves it to the process to find one: its task has a deadline
 * and an escalation, as the diagram shows. What the person says is not believed of a machine that
 * was switched on: it reports in.
 */
@Component
class ManualDriver implements PowerDriver, PowerSwitch {
  private static final String PLACE = "place";

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "manual",
        "Machines that a person switches: a task says which one and what to do.",
        List.of(
            Setting.required(
                PLACE, "Where it is", SettingKind.TEXT, "So that somebody finds it: PC 7, row 2")));
  }

  @Override
  public boolean blind() {
    return true;
  }

  @Override
  public PowerState state(PowerTarget target) {
    return PowerState.UNKNOWN;
  }

  @Override
  public void turnOn(PowerTarget target) {
    throw new OutOfReach("switch on " + target.get(PLACE));
  }

  @Override
  public void turnOff(PowerTarget target) {
    throw new OutOfReach("turn off " + target.get(PLACE));
  }
}
