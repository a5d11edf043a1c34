package io.bloomery.boot.link;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Datagrams taken from a socket with one call. The layout is that of 64-bit Linux, little-endian or
 * not.
 */
public final class ReceiveBatch {
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_WAITFORONE = 0x10000;

  // struct mmsghdr: a msghdr of 56 bytes, and how much came.
  private static final int HEADER = 64;
  private static final int LENGTH_AT = 56;
  private static final int CONTROL = 64;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_PKTINFO = 50;

  private final int most;
  private final int size;
  private final ByteBuffer memory;
  private final long base;
  private final int names;
  private final int controls;
  private final int bytes;
  private int count;

  /**
   * @param most datagrams
   * @param size bytes of each; what is longer is cut off
   */
  public ReceiveBatch(int most, int size) {
    this.most = most;
    this.size = size;
    int pieces = most * HEADER;
    names = pieces + most * 16;
    controls = names + most * 32;
    bytes = controls + most * CONTROL;
    memory = ByteBuffer.allocateDirect(bytes + most * size);
    base = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
    for (int i = 0; i < most; i++) {
      address(i * HEADER, names + i * 32);
      address(i * HEADER + 16, pieces + i * 16);
      number(i * HEADER + 24, 1);
      address(i * HEADER + 32, controls + i * CONTROL);
      address(pieces + i * 16, bytes + i * size);
      number(pieces + i * 16 + 8, size);
    }
  }

  private void address(int at, int target) {
    number(at, base + target);
  }

  private void number(int at, long value) {
    memory.putLong(at, UdpAddress.native64(value));
  }

  /**
   * Waits for datagrams, for a tenth of a second at most.
   *
   * @return how many there are now, 0 if there are none
   */
  public int await(UdpSocket socket) throws IOException {
    return receive(socket, MSG_WAITFORONE);
  }

  /** Takes what is there. */
  public int poll(UdpSocket socket) throws IOException {
    return receive(socket, MSG_DONTWAIT);
  }

  private int receive(UdpSocket socket, int flags) throws IOException {
    // The kernel wrote over these; of those it did not use last time too, which costs little.
    for (int i = 0; i < Math.max(1, count); i++) {
      memory.putInt(i * HEADER + 8, UdpAddress.native32(UdpAddress.LENGTH));
      number(i * HEADER + 40, CONTROL);
    }
    count = Libc.recvmmsg(socket.number, base, most, flags, 0);
    if (count >= 0) {
      return count;
    }
    count = 0;
    int error = Native.getLastError();
    // What an earlier datagram met on its way, "port unreachable" for one, is no error of this
    // socket.
    if (error == Libc.EAGAIN || error == Libc.EINTR || error == Libc.ECONNREFUSED) {
      return 0;
    }
    throw new IOException("recvmmsg: error " + error);
  }

  public UdpAddress from(int datagram) {
    return UdpAddress.read(memory, names + datagram * 32);
  }

  /** The address it was sent to, where the socket has several; else null. */
  public UdpAddress at(int datagram) {
    int at = controls + datagram * CONTROL;
    long used = UdpAddress.native64(memory.getLong(datagram * HEADER + 40));
    if (used < 36
        || UdpAddress.native32(memory.getInt(at + 8)) != IPPROTO_IPV6
        || UdpAddress.native32(memory.getInt(at + 12)) != IPV6_PKTINFO) {
      return null;
    }
    return new UdpAddress(
        true,
        memory.getLong(at + 16),
        memory.getLong(at + 24),
        0,
        UdpAddress.native32(memory.getInt(at + 32)));
  }

  public int length(int datagram) {
    return Math.min(size, UdpAddress.native32(memory.getInt(datagram * HEADER + LENGTH_AT)));
  }

  /** An unsigned number of two bytes in the datagram, which must be so long. */
  public int word(int datagram, int at) {
    return memory.getShort(bytes + datagram * size + at) & 0xffff;
  }

  /** All of it, until the next receive. */
  public ByteBuffer content(int datagram) {
    return memory.slice(bytes + datagram * size, length(datagram));
  }
}
