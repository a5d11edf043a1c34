package io.bloomery.power;

import java.util.Map;
import java.util.Optional;

/**
 * One way to control machines. A driver is one Spring component in a package of its own; forms,
 * validation, redaction and the table in the README are read from its {@link #description()}, so
 * adding one changes nothing elsewhere. What it can do it says by implementing capabilities such as
 * {@link PowerSwitch} and {@link MachineFinder}. Drivers are asked by many threads at once.
 */
public interface PowerDriver {

  DriverDescription description();

  /**
   * Checks what the kinds of the settings cannot express. Quick: asks nobody.
   *
   * @param values complete, each already of its kind
   * @throws IllegalArgumentException naming setting, value and what was expected
   */
  default void check(Map<String, String> values) {}

  /**
   * The capability, or nothing if this driver does not have it: absence is an answer, not an error
   * later on.
   */
  default <C> Optional<C> capability(Class<C> kind) {
    return kind.isInstance(this) ? Optional.of(kind.cast(this)) : Optional.empty();
  }
}
