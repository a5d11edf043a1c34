package io.bloomery.boot.link;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bloomery.network.Ipv4;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The few calls that Java's own sockets cannot make: bind to a device, and send frames. For 64-bit
 * Linux, where {@code size_t} is a long.
 */
public final class Libc {
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int AF_PACKET = 17;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOL_SOCKET = 1;
  public static final int SO_BROADCAST = 6;
  public static final int SO_RCVBUF = 8;
  static final int SO_SNDBUF = 7;
  public static final int SO_RCVTIMEO = 20;
  static final int SO_SNDTIMEO = 21;
  public static final int SO_BINDTODEVICE = 25;
  static final int SO_ATTACH_FILTER = 26;

  public static final int EPERM = 1;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EADDRINUSE = 98;
  static final int ECONNREFUSED = 111;
  public static final int EADDRNOTAVAIL = 99;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  public static native int socket(int domain, int type, int protocol) throws LastErrorException;

  public static native int setsockopt(int socket, int level, int option, Pointer value, int length)
      throws LastErrorException;

  public static native int bind(int socket, Pointer address, int length) throws LastErrorException;

  public static native int getsockname(int socket, Pointer address, Pointer length)
      throws LastErrorException;

  /**
   * Waits in native code, so the buffer is native too: a Java array would hold up the garbage
   * collector.
   */
  public static native long recvfrom(
      int socket, Pointer buffer, long length, int flags, Pointer address, Pointer addressLength)
      throws LastErrorException;

  public static native long sendto(
      int socket, byte[] data, long length, int flags, byte[] address, int addressLength)
      throws LastErrorException;

  /** Several datagrams; -1 instead of an exception, which "none there" would cost too much. */
  static native int recvmmsg(int socket, long messages, int count, int flags, long timeout);

  static native int sendmmsg(int socket, long messages, int count, int flags);

  static native int open(byte[] path, int flags) throws LastErrorException;

  static native long lseek(int file, long offset, int from) throws LastErrorException;

  static native long mmap(
      long address, long length, int protection, int flags, int file, long offset)
      throws LastErrorException;

  static native int munmap(long address, long length) throws LastErrorException;

  public static native int if_nametoindex(String name) throws LastErrorException;

  public static native int close(int socket) throws LastErrorException;

  public static void option(int socket, int level, int option, int value) {
    try (Memory memory = new Memory(4)) {
      memory.setInt(0, value);
      setsockopt(socket, level, option, memory, 4);
    }
  }

  public static void device(int socket, String device) {
    byte[] name = (device + "\0").getBytes(StandardCharsets.US_ASCII);
    try (Memory memory = new Memory(name.length)) {
      memory.write(0, name, 0, name.length);
      setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, memory, name.length);
    }
  }

  /** Makes a waiting receive come back, since nothing else interrupts it. */
  public static void receiveTimeout(int socket, int milliseconds) {
    timeout(socket, SO_RCVTIMEO, milliseconds);
  }

  static void timeout(int socket, int option, int milliseconds) {
    try (Memory memory = new Memory(16)) {
      memory.setLong(0, milliseconds / 1000);
      memory.setLong(8, milliseconds % 1000 * 1000L);
      setsockopt(socket, SOL_SOCKET, option, memory, 16);
    }
  }

  /** A sockaddr_in. */
  public static byte[] address(Ipv4 address, int port) {
    ByteBuffer buffer =
        ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putShort((short) AF_INET);
    return buffer.order(ByteOrder.BIG_ENDIAN).putShort((short) port).putInt(address.bits()).array();
  }

  public static int bind(int socket, Ipv4 address, int port) {
    byte[] bytes = address(address, port);
    try (Memory memory = new Memory(16);
        Memory length = new Memory(4)) {
      memory.write(0, bytes, 0, 16);
      bind(socket, memory, 16);
      length.setInt(0, 16);
      getsockname(socket, memory, length);
      return (memory.getByte(2) & 255) << 8 | memory.getByte(3) & 255;
    }
  }
}
