package io.bloomery.power.ipmi;

import java.util.Arrays;

/** A request to a BMC over LAN, and what it answers (section 13.8). */
final class IpmiMessage {
  /** The BMC's address (section 5.5) with LUN 0. */
  private static final int BMC_SLAVE_ADDRESS = 0x20;

  /** A remote console's software id 40h, shifted as in section 5.5. */
  private static final int REMOTE_CONSOLE = 0x81;

  /** Addresses, network function, checksum, sequence, command, second checksum. */
  private static final int REQUEST_OVERHEAD = 7;

  /** And the completion code. */
  private static final int RESPONSE_OVERHEAD = 8;

  /** A sequence number has six bits. */
  static final int SEQUENCES = 64;

  /**
   * @param completionCode 0 if it was done
   */
  record Response(int netFn, int command, int sequence, int completionCode, byte[] data) {
    boolean answers(Command asked, int askedSequence) {
      return netFn == asked.netFn() + 1 && command == asked.number() && sequence == askedSequence;
    }
  }

  private IpmiMessage() {}

  /**
   * @param data bytes; of each the lower eight bits are taken
   */
  static byte[] request(Command command, int sequence, int... data) {
    byte[] message = new byte[REQUEST_OVERHEAD + data.length];
    message[0] = BMC_SLAVE_ADDRESS;
    message[1] = (byte) (command.netFn() << 2);
    message[2] = checksum(message, 0, 2);
    message[3] = (byte) REMOTE_CONSOLE;
    message[4] = (byte) (sequence << 2);
    message[5] = (byte) command.number();
    for (int i = 0; i < data.length; i++) {
      message[6 + i] = (byte) data[i];
    }
    message[message.length - 1] = checksum(message, 3, message.length - 1);
    return message;
  }

  static Response response(byte[] message) throws Malformed {
    int end = message.length - 1;
    if (message.length < RESPONSE_OVERHEAD
        || message[2] != checksum(message, 0, 2)
        || message[end] != checksum(message, 3, end)) {
      throw new Malformed("an IPMI message of " + message.length + " bytes with a wrong checksum");
    }
    return new Response(
        (message[1] & 0xff) >> 2,
        message[5] & 0xff,
        (message[4] & 0xff) >> 2,
        message[6] & 0xff,
        Arrays.copyOfRange(message, 7, end));
  }

  /** With which all bytes add up to zero. */
  private static byte checksum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i];
    }
    return (byte) -sum;
  }
}
