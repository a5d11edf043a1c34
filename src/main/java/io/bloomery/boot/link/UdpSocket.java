package io.bloomery.boot.link;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.nio.ByteBuffer;

/** A UDP socket whose datagrams come and go in batches. */
public final class UdpSocket implements AutoCloseable {
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_RECVPKTINFO = 49;

  /** A receive comes back at least so often, so that its thread sees the end. */
  private static final int WAKE_MILLIS = 100;

  /** Room for a burst; the kernel may give less. */
  private static final int BUFFER = 4 << 20;

  final int number;
  private final int port;
  private boolean closed;

  private UdpSocket(int number, int port) {
    this.number = number;
    this.port = port;
  }

  /**
   * Opens one at this address.
   *
   * @param at port 0 takes any free one
   * @throws LastErrorException if the address is not this host's, or the port taken or not allowed
   */
  public static UdpSocket at(UdpAddress at) {
    return open(at, socket -> {});
  }

  /**
   * Opens one at every IPv6 address that the interface has or will have. What comes is told with
   * the address it was sent to.
   */
  public static UdpSocket atEveryIpv6(String device, int port) {
    return open(
        new UdpAddress(true, 0, 0, port, 0),
        socket -> {
          Libc.option(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1);
          Libc.option(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
          Libc.device(socket, device);
        });
  }

  private interface Options {
    void set(int socket);
  }

  private static UdpSocket open(UdpAddress at, Options options) {
    int socket = Libc.socket(at.six() ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_DGRAM, 0);
    try {
      Libc.option(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, BUFFER);
      Libc.option(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, BUFFER);
      Libc.receiveTimeout(socket, WAKE_MILLIS);
      // A send waits while the interface's queue is full, but not for an interface that is stuck.
      Libc.timeout(socket, Libc.SO_SNDTIMEO, WAKE_MILLIS);
      options.set(socket);
      return new UdpSocket(socket, bind(socket, at));
    } catch (LastErrorException failed) {
      Libc.close(socket);
      throw failed;
    }
  }

  private static int bind(int socket, UdpAddress at) {
    try (Memory address = new Memory(UdpAddress.LENGTH);
        Memory length = new Memory(4)) {
      ByteBuffer bytes = address.getByteBuffer(0, UdpAddress.LENGTH);
      bytes.order(java.nio.ByteOrder.BIG_ENDIAN);
      Libc.bind(socket, address, at.write(bytes, 0));
      length.setInt(0, UdpAddress.LENGTH);
      Libc.getsockname(socket, address, length);
      return bytes.getShort(2) & 0xffff;
    }
  }

  public int port() {
    return port;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(number);
    }
  }
}
