package io.bloomery.boot;

import java.util.function.UnaryOperator;

/** One field of a server's message, made wrong; nothing else is touched. */
public enum Alteration implements UnaryOperator<byte[]> {
  /** Not even that. */
  NONE(message -> {}),
  /** xid: the answer is to another question. */
  TRANSACTION(message -> message[7] ^= 1),
  /** The magic cookie: it is no DHCP message. */
  COOKIE(message -> message[239] ^= 1),
  /** chaddr: the answer is another machine's. */
  HARDWARE(message -> message[33] ^= 1),
  /** giaddr: another relay's. */
  RELAY(message -> message[27] ^= 1),
  /** Option 82's first sub-option, which names the relay's port: another port. */
  RELAY_PORT(message -> message[value(message, 82) + 2] ^= 1),
  /** Option 54: another server's. */
  SERVER(message -> message[value(message, 54) + 3] ^= 1),
  /** Option 60: neither PXEClient nor HTTPClient. */
  VENDOR_CLASS(message -> message[value(message, 60)] ^= 1),
  /** Option 67 and field file: a file, or the last part of a URL, of another name. */
  BOOT_FILE(
      message -> {
        int name = value(message, 67);
        int end = name + (message[name - 1] & 255);
        int begin = end;
        while (begin > name && message[begin - 1] != '/') {
          begin--;
        }
        message[begin] ^= 1;
        // Field file.
        message[108 + begin - name] ^= 1;
      }),
  /** Option 51 becomes an option that means nothing. */
  NO_LEASE_TIME(message -> message[value(message, 51) - 2] = (byte) 224);

  private interface Change {
    void of(byte[] message);
  }

  private final Change change;

  Alteration(Change change) {
    this.change = change;
  }

  private static int value(byte[] message, int code) {
    int at = HeardDhcp.option(message, code);
    if (at < 0) {
      throw new IllegalArgumentException("option " + code + ": none (expected: one to alter)");
    }
    return at;
  }

  @Override
  public byte[] apply(byte[] message) {
    byte[] altered = message.clone();
    change.of(altered);
    return altered;
  }
}
