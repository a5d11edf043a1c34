package io.bloomery.boot.tftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A request that is answered with an error packet (RFC 1350, appendix). It costs no stack trace:
 * anybody can cause it.
 */
final class TftpRefusal extends Exception {
  static final int NOT_DEFINED = 0;
  static final int NOT_FOUND = 1;
  static final int ACCESS = 2;
  static final int ILLEGAL = 4;
  static final int UNKNOWN_TRANSFER = 5;
  private static final long serialVersionUID = 1;

  private final int code;

  TftpRefusal(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }

  byte[] packet() {
    byte[] text = getMessage().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer packet = ByteBuffer.allocate(5 + text.length);
    return packet.putShort((short) 5).putShort((short) code).put(text).put((byte) 0).array();
  }
}
