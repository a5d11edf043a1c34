package io.bloomery.power;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A driver's settings as people and the database have them: checked, redacted, and as {@code
 * key=value} lines.
 */
final class SettingValues {
  /** Stands for a secret that is stored; handed in again it means "leave it". */
  static final String REDACTED = "********";

  private SettingValues() {}

  /**
   * Complete settings in the description's order.
   *
   * @param stored what is stored now, to keep secrets that come back redacted
   * @throws IllegalArgumentException naming the setting, its value unless secret, and what was
   *     expected
   */
  static Map<String, String> checked(
      PowerDriver driver, Map<String, String> given, Map<String, String> stored) {
    DriverDescription description = driver.description();
    Map<String, String> rest = new LinkedHashMap<>(given);
    Map<String, String> values = new LinkedHashMap<>();
    for (Setting setting : description.settings()) {
      String value = rest.remove(setting.name());
      if (setting.secret() && REDACTED.equals(value)) {
        value = stored.get(setting.name());
      }
      if (value == null || value.isBlank()) {
        value = setting.fallback();
      }
      if (value != null) {
        values.put(setting.name(), checked(description, setting, value.strip()));
      } else if (setting.required()) {
        throw new IllegalArgumentException(
            "power setting %s.%s: missing (expected: %s)"
                .formatted(description.name(), setting.name(), setting.kind().expectation()));
      }
    }
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "power setting %s.%s: unknown (expected: one of %s)"
              .formatted(description.name(), rest.keySet().iterator().next(), names(description)));
    }
    driver.check(values);
    return values;
  }

  static Map<String, String> redacted(DriverDescription description, Map<String, String> values) {
    Map<String, String> shown = new LinkedHashMap<>(values);
    description.settings().stream()
        .filter(Setting::secret)
        .forEach(setting -> shown.computeIfPresent(setting.name(), (name, value) -> REDACTED));
    return shown;
  }

  /** The text without any secret value that may have got into it. */
  static String scrubbed(DriverDescription description, Map<String, String> values, String text) {
    String clean = String.valueOf(text);
    for (Setting setting : description.settings()) {
      String value = values.get(setting.name());
      if (setting.secret() && value != null && !value.isEmpty()) {
        clean = clean.replace(value, REDACTED);
      }
    }
    return clean;
  }

  static Map<String, String> parse(String lines) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : (lines == null ? "" : lines).lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (equals < 1 && !line.isEmpty()) {
        throw new IllegalArgumentException(
            "power settings: a line without = (expected: key=value, one on each line)");
      }
      if (!line.isEmpty()) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return values;
  }

  static String lines(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String checked(DriverDescription description, Setting setting, String value) {
    if (!setting.kind().admits(value)) {
      throw new IllegalArgumentException(
          "power setting %s.%s: %s (expected: %s)"
              .formatted(
                  description.name(),
                  setting.name(),
                  setting.secret() ? REDACTED : value,
                  setting.kind().expectation()));
    }
    return value;
  }

  private static String names(DriverDescription description) {
    return description.settings().stream().map(Setting::name).collect(Collectors.joining(", "));
  }
}
