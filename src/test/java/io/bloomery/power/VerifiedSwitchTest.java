package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.PowerState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifiedSwitchTest {
  private static final PowerTarget TARGET = new PowerTarget("m1", Map.of("password", "hunter2"));

  private final VerifiedSwitch verified = new VerifiedSwitch(Duration.ofMillis(300));
  private final Machine machine = new Machine();

  @Test
  void returnsWhenTheStateIsReported() {
    machine.readingsUntilObeyed = 3;
    verified.turnOn(machine, TARGET);
    assertThat(machine.state).isEqualTo(PowerState.ON);
  }

  @Test
  void ordersNothingThatIsSoAlready() {
    verified.turnOff(machine, TARGET);
    assertThat(machine.orders).isZero();
  }

  @Test
  void ordersWhenTheStateIsUnknown() {
    machine.state = PowerState.UNKNOWN;
    verified.turnOff(machine, TARGET);
    assertThat(machine.orders).isEqualTo(1);
  }

  @Test
  void saysWhatNeverHappened() {
    machine.readingsUntilObeyed = Integer.MAX_VALUE;
    assertThatThrownBy(() -> verified.turnOn(machine, TARGET))
        .isInstanceOf(PassingFailure.class)
        .hasMessage("it never went from off to on within 300 ms");
  }

  @Test
  void stopsWaitingWhenInterrupted() {
    machine.readingsUntilObeyed = Integer.MAX_VALUE;
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> verified.turnOn(machine, TARGET)).isInstanceOf(PassingFailure.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTargetDoesNotTellItsSettings() {
    assertThat(TARGET).hasToString("machine m1");
  }

  /** Obeys after its state was read so many times. */
  private static final class Machine implements PowerSwitch {
    private PowerState state = PowerState.OFF;
    private PowerState ordered = PowerState.OFF;
    private int readingsUntilObeyed;
    private int orders;

    @Override
    public PowerState state(PowerTarget target) {
      if (orders > 0 && readingsUntilObeyed-- <= 0) {
        state = ordered;
      }
      return state;
    }

    @Override
    public void turnOn(PowerTarget target) {
      ordered = PowerState.ON;
      orders++;
    }

    @Override
    public void turnOff(PowerTarget target) {
      ordered = PowerState.OFF;
      orders++;
    }
  }
}
