package io.bloomery.boot.dhcp;

/**
 * A packet that is no request of a DHCP client. It says why, and costs no stack trace, for anybody
 * can send them.
 */
final class MalformedPacket extends Exception {
  private static final long serialVersionUID = 1;

  MalformedPacket(String message) {
    super(message, null, false, false);
  }
}
