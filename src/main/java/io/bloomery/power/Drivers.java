package io.bloomery.power;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Every power driver by name. A driver that describes itself badly stops the start, not the first
 * machine that uses it.
 */
@Component
class Drivers {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern SETTING = Pattern.compile("[a-z][A-Za-z0-9]*");

  /** Width of the column {@code machine.power_driver}. */
  private static final int LONGEST_NAME = 32;

  private final Map<String, PowerDriver> byName = new TreeMap<>();

  Drivers(List<PowerDriver> drivers) {
    for (PowerDriver driver : drivers) {
      String name = driver.description().name();
      check(driver);
      PowerDriver other = byName.putIfAbsent(name, driver);
      if (other != null) {
        throw new IllegalStateException(
            "power driver %s: name of both %s and %s (expected: each driver has its own)"
                .formatted(name, other.getClass().getName(), driver.getClass().getName()));
      }
    }
  }

  List<DriverDescription> descriptions() {
    return byName.values().stream().map(PowerDriver::description).toList();
  }

  List<PowerDriver> all() {
    return List.copyOf(byName.values());
  }

  /**
   * @throws IllegalArgumentException if there is no such driver
   */
  PowerDriver get(String name) {
    PowerDriver driver = name == null ? null : byName.get(name);
    if (driver == null) {
      throw new IllegalArgumentException(
          "power driver: %s (expected: one of %s)"
              .formatted(name == null ? "none" : name, String.join(", ", byName.keySet())));
    }
    return driver;
  }

  private static void check(PowerDriver driver) {
    DriverDescription description = driver.description();
    String where = "power driver " + description.name() + " (" + driver.getClass().getName() + ")";
    if (!NAME.matcher(description.name()).matches() || description.name().length() > LONGEST_NAME) {
      throw new IllegalStateException(
          where
              + ": malformed name (expected: lower-case words, digits, single hyphens, at most 32"
              + " characters)");
    }
    if (description.sentence() == null || !description.sentence().endsWith(".")) {
      throw new IllegalStateException(
          where + ": description " + description.sentence() + " (expected: one sentence)");
    }
    Set<String> seen = new HashSet<>();
    for (Setting setting : description.settings()) {
      if (!SETTING.matcher(setting.name()).matches() || !seen.add(setting.name())) {
        throw new IllegalStateException(
            where + ": setting " + setting.name() + " (expected: a camel-case name, used once)");
      }
      if (setting.secret() && setting.fallback() != null
          || setting.required() && setting.fallback() != null) {
        throw new IllegalStateException(
            where
                + ": setting "
                + setting.name()
                + " has a default (expected: none, as it is required or secret)");
      }
    }
  }
}
