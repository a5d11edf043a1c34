package io.bloomery.power.ipmi;

/** What a packet carries (table 13-16). */
enum PayloadType {
  IPMI_MESSAGE(0x00),
  RMCPPLUS_OPEN_SESSION_REQUEST(0x10),
  RMCPPLUS_OPEN_SESSION_RESPONSE(0x11),
  RAKP_MESSAGE_1(0x12),
  RAKP_MESSAGE_2(0x13),
  RAKP_MESSAGE_3(0x14),
  RAKP_MESSAGE_4(0x15);

  private final int number;

  PayloadType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  @Override
  public String toString() {
    return name().replace('_', ' ');
  }

  static PayloadType of(int number) throws Malformed {
    for (PayloadType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new Malformed("payload type %02xh".formatted(number));
  }
}
