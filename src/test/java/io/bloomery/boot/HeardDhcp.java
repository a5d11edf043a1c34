package io.bloomery.boot;

import io.bloomery.boot.link.UdpFrame;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A DHCP message as it came by, read by code that shares nothing with the server's.
 *
 * @param type option 53
 * @param client chaddr
 * @param to where it went
 * @param clientAddress ciaddr
 * @param yours yiaddr
 * @param requested option 50
 * @param lends whether it has option 51
 * @param nanos when, by {@link System#nanoTime}
 */
public record HeardDhcp(
    boolean fromClient,
    int type,
    MacAddress client,
    Ipv4 to,
    Ipv4 clientAddress,
    Ipv4 yours,
    Ipv4 requested,
    boolean lends,
    long nanos) {
  public static final int DISCOVER = 1;
  public static final int OFFER = 2;
  public static final int REQUEST = 3;
  public static final int DECLINE = 4;
  public static final int ACK = 5;
  public static final int RELEASE = 7;
  public static final int INFORM = 8;
  private static final int OPTIONS = 240;

  static Optional<HeardDhcp> of(UdpFrame udp, byte[] data) {
    boolean port = udp.toPort() == 67 || udp.toPort() == 68;
    // PXE's second port; firmware may ask from any.
    boolean proxyPort = udp.toPort() == 4011 || udp.fromPort() == 4011;
    if (!port && !proxyPort || data.length < OPTIONS) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(data);
    int requested = option(data, 50);
    int type = option(data, 53);
    return Optional.of(
        new HeardDhcp(
            data[0] == 1,
            type < 0 ? 0 : data[type],
            MacAddress.of(data, 28),
            udp.to(),
            new Ipv4(in.getInt(12)),
            new Ipv4(in.getInt(16)),
            requested < 0 ? Ipv4.NONE : new Ipv4(in.getInt(requested)),
            option(data, 51) >= 0,
            System.nanoTime()));
  }

  /**
   * Where the value of an option begins in a message that has all of them in their place, or -1.
   */
  static int option(byte[] message, int code) {
    int at = OPTIONS;
    while (at + 2 <= message.length && (message[at] & 255) != 255) {
      if (message[at] == 0) {
        at++;
      } else if ((message[at] & 255) == code) {
        return at + 2;
      } else {
        at += 2 + (message[at + 1] & 255);
      }
    }
    return -1;
  }
}
