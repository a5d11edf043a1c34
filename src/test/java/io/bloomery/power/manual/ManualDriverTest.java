package io.bloomery.power.manual;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.power.OutOfReach;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManualDriverTest extends PowerDriverContract {
  private final ManualDriver driver = new ManualDriver();

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return Map.of("place", "PC 7, row 2");
  }

  @Override
  protected Map<String, String> missingMachine() {
    return machine();
  }

  @Override
  protected Map<String, String> absentControl() {
    return machine();
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("place", Map.of("place", "PC 7".repeat(100)));
  }

  @Test
  void saysWhatToDo() {
    assertThatThrownBy(() -> driver.turnOn(target()))
        .isInstanceOf(OutOfReach.class)
        .hasMessage("switch on PC 7, row 2");
    assertThatThrownBy(() -> driver.turnOff(target()))
        .isInstanceOf(OutOfReach.class)
        .hasMessage("turn off PC 7, row 2");
  }
}
