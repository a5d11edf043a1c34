package io.bloomery.power;

import io.bloomery.machine.PowerState;
import java.time.Duration;
import java.util.Locale;

/** Orders a state and believes it only when it is read back. */
final class VerifiedSwitch {
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Duration patience;

  VerifiedSwitch(Duration patience) {
    this.patience = patience;
  }

  /**
   * @throws PassingFailure if the state is not reported in time
   */
  void turnOn(PowerSwitch control, PowerTarget target) {
    if (control.blind()) {
      control.turnOn(target);
      return;
    }
    PowerState before = control.state(target);
    if (before != PowerState.ON) {
      control.turnOn(target);
      await(PowerState.ON, before, control, target);
    }
  }

  /**
   * @throws PassingFailure if the state is not reported in time
   */
  void turnOff(PowerSwitch control, PowerTarget target) {
    PowerState before = control.state(target);
    if (before != PowerState.OFF) {
      control.turnOff(target);
      await(PowerState.OFF, before, control, target);
    }
  }

  private void await(
      PowerState wanted, PowerState before, PowerSwitch control, PowerTarget target) {
    long end = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (control.state(target) != wanted) {
      if (System.nanoTime() + pause * 1_000_000 > end) {
        throw new PassingFailure(
            "it never went from %s to %s within %s"
                .formatted(word(before), word(wanted), seconds()));
      }
      sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  private String seconds() {
    return patience.toMillis() % 1_000 == 0
        ? patience.toSeconds() + " s"
        : patience.toMillis() + " ms";
  }

  private static String word(PowerState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PassingFailure("stopped while waiting for the state to be read back", stopped);
    }
  }
}
