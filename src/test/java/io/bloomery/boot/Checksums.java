package io.bloomery.boot;

import java.nio.ByteBuffer;

/** What a NIC would write into a frame, and a virtual one does not. */
final class Checksums {
  private static final int IP = 14;
  private static final int TCP = 6;

  private Checksums() {}

  /** Puts TCP's right, if it is TCP over IPv4 (RFC 9293 section 3.1). */
  static void tcp(byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame);
    if (frame.length < IP + 40
        || in.getShort(12) != 0x0800
        || (in.get(IP) & 0xf0) != 0x40
        || in.get(IP + 9) != TCP) {
      return;
    }
    int from = IP + (in.get(IP) & 15) * 4;
    // Short frames are padded.
    int to = Math.min(frame.length, IP + (in.getShort(IP + 2) & 0xffff));
    in.putShort(from + 16, (short) 0);
    long sum = TCP + to - from;
    for (int at = IP + 12; at < IP + 20; at += 2) {
      sum += in.getShort(at) & 0xffff;
    }
    for (int at = from; at < to; at++) {
      sum += (at - from) % 2 == 0 ? (frame[at] & 255) << 8 : frame[at] & 255;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    in.putShort(from + 16, (short) ~sum);
  }
}
