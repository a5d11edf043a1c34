package io.bloomery.power.ipmi;

/** The commands that are used, by network function and number (appendix G). */
enum Command {
  /** Section 28.2. */
  GET_CHASSIS_STATUS("Get Chassis Status", NetFn.CHASSIS, 0x01),
  /** Section 28.3. */
  CHASSIS_CONTROL("Chassis Control", NetFn.CHASSIS, 0x02),
  /** Section 28.5. */
  CHASSIS_IDENTIFY("Chassis Identify", NetFn.CHASSIS, 0x04),
  /** Section 28.12. */
  SET_SYSTEM_BOOT_OPTIONS("Set System Boot Options", NetFn.CHASSIS, 0x08),
  /** Section 22.13. */
  GET_CHANNEL_AUTHENTICATION_CAPABILITIES(
      "Get Channel Authentication Capabilities", NetFn.APP, 0x38),
  /** Section 22.18. */
  SET_SESSION_PRIVILEGE_LEVEL("Set Session Privilege Level", NetFn.APP, 0x3b),
  /** Section 22.19. */
  CLOSE_SESSION("Close Session", NetFn.APP, 0x3c),
  /** Section 22.15. */
  GET_CHANNEL_CIPHER_SUITES("Get Channel Cipher Suites", NetFn.APP, 0x54);

  /** Table 5-1. */
  private static final class NetFn {
    private static final int CHASSIS = 0x00;
    private static final int APP = 0x06;
  }

  private final String words;
  private final int netFn;
  private final int number;

  Command(String words, int netFn, int number) {
    this.words = words;
    this.netFn = netFn;
    this.number = number;
  }

  /** Even; the response has the next one. */
  int netFn() {
    return netFn;
  }

  int number() {
    return number;
  }

  @Override
  public String toString() {
    return words;
  }
}
