package io.bloomery.boot.link;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The UDP datagram in a frame that was heard; checksums are not looked at, since between virtual
 * interfaces nobody fills them in.
 *
 * @param data where the datagram's data begins in the frame
 * @param length of the data, as far as it was heard
 */
public record UdpFrame(
    MacAddress toMac,
    MacAddress fromMac,
    Ipv4 from,
    int fromPort,
    Ipv4 to,
    int toPort,
    int data,
    int length) {
  private static final int IP = 14;
  private static final int SHORTEST = IP + 20 + 8;

  /**
   * The datagram in the first {@code length} bytes; empty for anything else, later fragments too.
   */
  public static Optional<UdpFrame> of(byte[] frame, int length) {
    if (length < SHORTEST || length > frame.length) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(frame, 0, length);
    int header = (in.get(IP) & 15) * 4;
    int udp = IP + header;
    boolean fragment = (in.getShort(IP + 6) & 0x1fff) != 0;
    if (in.getShort(12) != 0x0800
        || (in.get(IP) & 0xf0) != 0x40
        || header < 20
        || fragment
        || in.get(IP + 9) != 17
        || udp + 8 > length) {
      return Optional.empty();
    }
    int said = Math.max(0, (in.getShort(udp + 4) & 0xffff) - 8);
    return Optional.of(
        new UdpFrame(
            MacAddress.of(frame, 0),
            MacAddress.of(frame, 6),
            new Ipv4(in.getInt(IP + 12)),
            in.getShort(udp) & 0xffff,
            new Ipv4(in.getInt(IP + 16)),
            in.getShort(udp + 2) & 0xffff,
            udp + 8,
            Math.min(said, length - udp - 8)));
  }
}
