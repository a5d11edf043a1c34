package io.bloomery.power;

import java.util.Locale;
import java.util.Map;

/**
 * A proposal for a new machine's review.
 *
 * @param name a host name, or empty
 * @param driver name of a power driver, or empty
 * @param settings {@code key=value} lines without secrets
 */
record FoundControl(String name, String driver, String settings) {
  static final FoundControl NONE = new FoundControl("", "", "");

  static FoundControl of(DriverDescription driver, MachineFinder.Found found) {
    return new FoundControl(
        hostName(found.name()),
        driver.name(),
        SettingValues.lines(SettingValues.redacted(driver, found.settings())));
  }

  Map<String, Object> variables() {
    return Map.of("proposedName", name, "powerDriver", driver, "powerSettings", settings);
  }

  /** What is left of a free name as one DNS label (RFC 1123 section 2.1). */
  private static String hostName(String name) {
    String label = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    String cut = label.substring(0, Math.min(label.length(), 63));
    return cut.replaceAll("^-+|-+$", "");
  }
}
