package io.bloomery.power.ipmi;

/** What Chassis Control can order (table 28-4). */
enum ChassisControl {
  POWER_DOWN(0x00),
  POWER_UP(0x01),
  POWER_CYCLE(0x02),
  HARD_RESET(0x03),
  /** Asks the operating system by ACPI. */
  SOFT_SHUTDOWN(0x05);

  private final int number;

  ChassisControl(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
