package io.bloomery.network.option;

/**
 * An option that somebody added.
 *
 * @param code its number
 * @param value as it was written
 * @param force whether clients get it that do not ask for it (option 55)
 */
public record CustomOption(int code, OptionFormat format, String value, boolean force) {
  /**
   * Checks what somebody wrote.
   *
   * @param option number or name
   * @param format null: the option's own
   * @throws IllegalArgumentException with the value and what was expected
   */
  public static CustomOption of(String option, OptionFormat format, String value, boolean force) {
    int code = OptionNames.number(option);
    CustomOption checked =
        new CustomOption(code, OptionNames.format(code, format), value.strip(), force);
    checked.bytes();
    return checked;
  }

  /** The number behind a number or name. */
  public static int number(String option) {
    return OptionNames.number(option);
  }

  public String name() {
    return OptionNames.name(code);
  }

  /** The value on the wire; what is longer than 255 bytes becomes several options (RFC 3396). */
  public byte[] bytes() {
    return format.encode(value);
  }
}
