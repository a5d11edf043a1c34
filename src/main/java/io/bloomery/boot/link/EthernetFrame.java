package io.bloomery.boot.link;

import io.bloomery.network.Ipv4;
import java.nio.ByteBuffer;

/**
 * A UDP datagram in an IPv4 packet in an Ethernet frame, for a client that cannot answer ARP yet.
 */
public final class EthernetFrame {
  private static final int IP = 14;
  private static final int UDP = IP + 20;
  private static final int DATA = UDP + 8;

  private EthernetFrame() {}

  public static byte[] of(
      byte[] toMac, byte[] fromMac, Ipv4 from, int fromPort, Ipv4 to, int toPort, byte[] data) {
    ByteBuffer frame = ByteBuffer.allocate(DATA + data.length);
    frame.put(toMac).put(fromMac).putShort((short) 0x0800);
    // RFC 791: version and header length, low delay, total length; no fragment, 64 hops, UDP,
    // checksum.
    frame.put((byte) 0x45).put((byte) 0x10).putShort((short) (28 + data.length));
    frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
    frame.putInt(from.bits()).putInt(to.bits());
    frame.putShort((short) fromPort).putShort((short) toPort);
    frame.putShort((short) (8 + data.length)).putShort((short) 0).put(data);
    frame.putShort(IP + 10, (short) checksum(frame.array(), IP, UDP, 0));
    long pseudo = sum(from) + sum(to) + 17 + 8 + data.length;
    int checksum = checksum(frame.array(), UDP, DATA + data.length, pseudo);
    // A zero would mean "no checksum" (RFC 768).
    frame.putShort(UDP + 6, (short) (checksum == 0 ? 0xffff : checksum));
    return frame.array();
  }

  private static long sum(Ipv4 address) {
    return (address.bits() >>> 16) + (address.bits() & 0xffff);
  }

  private static int checksum(byte[] bytes, int from, int to, long start) {
    long sum = start;
    for (int i = from; i < to; i++) {
      sum += (i - from) % 2 == 0 ? (bytes[i] & 255) << 8 : bytes[i] & 255;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) (~sum & 0xffff);
  }
}
