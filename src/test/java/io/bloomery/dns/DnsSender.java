package io.bloomery.dns;

import java.util.List;

/** Who may send a DNS message. */
enum DnsSender {
  /** Not of the boot network, by UDP. */
  STRANGER(false, 20),
  STRANGER_BY_TCP(true, 20),
  /** Of the boot network. */
  CLIENT(false, 10),
  CLIENT_BY_TCP(true, 10),
  /** A name server that may have whole zones. */
  SECONDARY(false, 11),
  SECONDARY_BY_TCP(true, 11),
  /** Whatever it sends is rightly signed. */
  PROGRAM(false, 10),
  PROGRAM_BY_TCP(true, 10),
  /** One that is asked for other names: it answers. */
  SERVER(false, 0);

  static final List<DnsSender> QUESTIONERS =
      List.of(
          STRANGER,
          STRANGER_BY_TCP,
          CLIENT,
          CLIENT,
          CLIENT_BY_TCP,
          SECONDARY,
          SECONDARY_BY_TCP,
          PROGRAM,
          PROGRAM_BY_TCP);

  private final boolean tcp;
  private final int network;

  DnsSender(boolean tcp, int network) {
    this.tcp = tcp;
    this.network = network;
  }

  static DnsSender of(byte[] packet) {
    return values()[packet[0]];
  }

  boolean signs() {
    return this == PROGRAM || this == PROGRAM_BY_TCP;
  }

  boolean tcp() {
    return tcp;
  }

  /** The address of one of them; strangers are each in a network of their own. */
  byte[] address(int which) {
    return switch (network) {
      case 10 -> new byte[] {10, 17, 17, (byte) (which + 100)};
      case 11 -> new byte[] {10, 17, 18, (byte) (which + 1)};
      default -> new byte[] {20, 1, (byte) which, 7};
    };
  }
}
