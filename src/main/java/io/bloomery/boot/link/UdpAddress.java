package io.bloomery.boot.link;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Address and port of one end of a conversation, as the kernel writes them (sockaddr_in,
 * sockaddr_in6).
 *
 * @param high the first eight bytes of an IPv6 address, 0 for IPv4
 * @param low the rest of it, or the four bytes of an IPv4 address
 * @param scope the interface a link-local address belongs to, else 0
 */
public record UdpAddress(boolean six, long high, long low, int port, int scope) {
  /** Bytes that every socket address fits into. */
  static final int LENGTH = 28;

  public static UdpAddress of(InetAddress address, int port) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    if (bytes.remaining() == 4) {
      return new UdpAddress(false, 0, bytes.getInt() & 0xffffffffL, port, 0);
    }
    int scope = address instanceof java.net.Inet6Address own ? own.getScopeId() : 0;
    return new UdpAddress(true, bytes.getLong(), bytes.getLong(), port, scope);
  }

  /** Reads a socket address; the buffer is big-endian. */
  static UdpAddress read(ByteBuffer from, int at) {
    int port = from.getShort(at + 2) & 0xffff;
    return native16(from.getShort(at)) == Libc.AF_INET6
        ? new UdpAddress(
            true, from.getLong(at + 8), from.getLong(at + 16), port, native32(from.getInt(at + 24)))
        : new UdpAddress(false, 0, from.getInt(at + 4) & 0xffffffffL, port, 0);
  }

  /**
   * Writes it as a socket address; the buffer is big-endian.
   *
   * @return its length
   */
  int write(ByteBuffer to, int at) {
    to.putShort(at, native16((short) (six ? Libc.AF_INET6 : Libc.AF_INET)));
    to.putShort(at + 2, (short) port);
    if (!six) {
      to.putInt(at + 4, (int) low);
      to.putLong(at + 8, 0);
      return 16;
    }
    to.putInt(at + 4, 0);
    to.putLong(at + 8, high);
    to.putLong(at + 16, low);
    to.putInt(at + 24, native32(scope));
    return LENGTH;
  }

  /** A number as this processor has it, for a big-endian buffer, and back. */
  static short native16(short value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
  }

  static int native32(int value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
  }

  static long native64(long value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
  }

  /** Whether it is the same host, by whatever port. */
  public UdpAddress host() {
    return new UdpAddress(six, high, low, 0, scope);
  }

  /** Without the port. */
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(six ? 16 : 4);
    if (six) {
      bytes.putLong(high).putLong(low);
    } else {
      bytes.putInt((int) low);
    }
    try {
      return InetAddress.getByAddress(bytes.array()).getHostAddress();
    } catch (UnknownHostException neverOfTheseLengths) {
      throw new IllegalStateException(neverOfTheseLengths);
    }
  }

  // Looked up for every packet; what the compiler makes of a record is slow without its best
  // optimizer.
  @Override
  public boolean equals(Object other) {
    return other instanceof UdpAddress it
        && low == it.low
        && port == it.port
        && high == it.high
        && scope == it.scope
        && six == it.six;
  }

  @Override
  public int hashCode() {
    long mixed = (high * 31 + low) * 0x9e3779b97f4a7c15L + port * 0xc2b2ae3d27d4eb4fL;
    return (int) (mixed >>> 32);
  }

  @Override
  public String toString() {
    return (six ? "[" + text() + "]" : text()) + ":" + port;
  }
}
