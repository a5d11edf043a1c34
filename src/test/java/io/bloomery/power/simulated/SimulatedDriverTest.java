package io.bloomery.power.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedDriverTest extends PowerDriverContract {
  private final TestChassis chassis = new TestChassis();
  private final SimulatedDriver driver =
      new SimulatedDriver(new SimulatedSettings(chassis.endpoint(), Duration.ofMillis(200), 4));

  @AfterEach
  void stop() {
    chassis.close();
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return Map.of("endpoint", chassis.endpoint(), "id", "m-1");
  }

  @Override
  protected Map<String, String> missingMachine() {
    return Map.of("endpoint", chassis.endpoint(), "id", "m-2");
  }

  @Override
  protected Map<String, String> absentControl() {
    return Map.of("endpoint", "127.0.0.1:9", "id", "m-1");
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("endpoint", Map.of("endpoint", "127.0.0.1:99999", "id", "m-1"));
  }

  @Override
  protected MacAddress mac() {
    return MacAddress.of(TestChassis.MAC);
  }

  @Test
  void asksAgainWhenADatagramIsLost() {
    chassis.deaf.set(3);
    assertThat(control().state(target())).isEqualTo(PowerState.OFF);
  }

  @Test
  void aDeafChassisIsPassing() {
    chassis.deaf.set(100);
    assertThatThrownBy(() -> control().turnOn(target()))
        .isInstanceOf(PassingFailure.class)
        .hasMessageContaining("did not answer 4 times in 200 ms");
  }

  @Test
  void whatTheChassisComplainsOfReachesTheOperator() {
    chassis.complaint = "fuse blown";
    assertThatThrownBy(() -> control().turnOn(target()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("says: fuse blown");
    chassis.complaint = "busy, ask again";
    assertThatThrownBy(() -> control().turnOn(target())).isInstanceOf(PassingFailure.class);
  }

  /** The calling thread alone: other tests may be busy in this JVM. */
  @Test
  void costsFarLessThanAMillisecondOfProcessorTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 500; i++) {
      control().state(target());
    }
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 500; i++) {
      turnOn();
      turnOff();
    }
    double micros = (threads.getCurrentThreadCpuTime() - before) / 1_000.0 / 1_000;
    System.out.printf("simulated power action with read-back: %.0f µs of CPU%n", micros);
    assertThat(micros).isLessThan(1_000);
  }
}
