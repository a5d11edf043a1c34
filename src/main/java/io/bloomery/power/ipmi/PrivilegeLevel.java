package io.bloomery.power.ipmi;

import java.util.Locale;

/** What a session may do (section 6.8); the numbers are those of section 22.18. */
enum PrivilegeLevel {
  /** Chassis Control, boot options and identify need no more (appendix G). */
  OPERATOR(0x03),
  ADMINISTRATOR(0x04);

  private final int number;

  PrivilegeLevel(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
