package io.bloomery.power;

/**
 * One setting of a driver.
 *
 * @param name the key, camel case
 * @param label what a form calls it
 * @param help what to enter, with an example
 * @param fallback the value if none is given, or null
 * @param secret whether it is shown to nobody again, once stored
 */
public record Setting(
    String name,
    String label,
    String help,
    SettingKind kind,
    boolean required,
    String fallback,
    boolean secret) {

  public static Setting required(String name, String label, SettingKind kind, String help) {
    return new Setting(name, label, help, kind, true, null, false);
  }

  public static Setting optional(
      String name, String label, SettingKind kind, String fallback, String help) {
    return new Setting(name, label, help, kind, false, fallback, false);
  }

  /** The same setting, kept from logs, pages and process variables. */
  public Setting asSecret() {
    return new Setting(name, label, help, kind, required, fallback, true);
  }
}
