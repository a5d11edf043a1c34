package io.bloomery.power.wake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WakeOnLanDriverTest extends PowerDriverContract {
  private final WakeOnLanDriver driver = new WakeOnLanDriver();

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return Map.of("mac", "52:54:00:12:34:56", "broadcast", "127.255.255.255", "port", "9");
  }

  /** One that is not there is as silent as one that is. */
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
    return Map.entry("mac", Map.of("mac", "52:54:00:12:34"));
  }

  @Test
  void refusesWhatNoNicWouldUnderstand() {
    for (Map.Entry<String, String> wrong :
        List.of(
            Map.entry("broadcast", "lab.example"),
            Map.entry("broadcast", "10.17.20.256"),
            Map.entry("port", "65536"),
            Map.entry("password", "swordfish"),
            Map.entry("password", "1.2.3.256"))) {
      assertThatThrownBy(() -> driver.check(with(wrong.getKey(), wrong.getValue())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("wake-on-lan." + wrong.getKey())
          .hasMessageNotContaining("swordfish");
    }
    driver.check(with("password", "00:11:22:33:44:55"));
    driver.check(with("password", "192.168.1.1"));
  }

  private Map<String, String> with(String setting, String value) {
    Map<String, String> settings = new HashMap<>(machine());
    settings.put(setting, value);
    return settings;
  }
}
