package io.bloomery.power;

import java.util.Map;

/**
 * The machine a driver is to act on.
 *
 * @param machine its id, for messages
 * @param settings all settings of the driver, checked, with defaults filled in
 */
public record PowerTarget(String machine, Map<String, String> settings) {

  public String get(String setting) {
    return settings.get(setting);
  }

  /** Without the settings: some are secret, and this text may end in a log. */
  @Override
  public String toString() {
    return "machine " + machine;
  }
}
