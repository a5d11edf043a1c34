package io.bloomery.boot.link;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whole Ethernet frames of one interface, beside whatever else uses it (packet(7)). Needs
 * CAP_NET_RAW.
 */
public final class FrameSocket implements AutoCloseable {
  private static final int ETH_P_ALL = 3;
  private static final int IPV4 = 0x0800;
  private static final int LONGEST = 65_536;
  private static final int PACKET_OUTGOING = 4;

  /**
   * UDP over IPv4 and ARP, as the kernel's filter machine runs it: nothing else is copied, and an
   * image that streams by over TCP costs nothing. Each row: operation, jump if true, if false,
   * value.
   */
  private static final int[][] UDP_AND_ARP = {
    {0x28, 0, 0, 12}, // load the frame's type
    {0x15, 3, 0, 0x0806}, // ARP: take it
    {0x15, 0, 3, IPV4}, // no IPv4: drop it
    {0x30, 0, 0, 23}, // load the IP protocol
    {0x15, 0, 1, 17}, // no UDP: drop it
    {0x06, 0, 0, LONGEST},
    {0x06, 0, 0, 0},
  };

  private final String device;
  private final int index;
  private final byte[] hardware;
  private final boolean loopback;
  private final int socket;
  private final Memory buffer;
  private final Memory from = new Memory(20);
  private final Memory fromLength = new Memory(4);
  private boolean closed;

  private static final int[][] ALL = {{0x06, 0, 0, LONGEST}};

  /**
   * @param filter of what is to be heard; null: nothing
   */
  private FrameSocket(String device, int[][] filter) throws IOException {
    this.device = device;
    NetworkInterface found = NetworkInterface.getByName(device);
    if (found == null) {
      throw new IOException(device + ": no such interface (expected: one of this host)");
    }
    index = found.getIndex();
    loopback = found.isLoopback();
    byte[] own = found.getHardwareAddress();
    hardware = own != null && own.length == 6 ? own : new byte[6];
    buffer = filter == null ? null : new Memory(LONGEST);
    int opened = -1;
    try {
      // Protocol 0: a socket that only sends, no frame is ever queued to it.
      opened = Libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0);
      if (filter != null) {
        listen(opened, filter);
      }
    } catch (LastErrorException refused) {
      if (opened >= 0) {
        Libc.close(opened);
      }
      throw new IOException(device + ": no raw socket: " + refused.getMessage(), refused);
    }
    socket = opened;
  }

  /** For sending alone. */
  public static FrameSocket sender(String device) throws IOException {
    return new FrameSocket(device, null);
  }

  /** For hearing UDP and ARP, what this host itself sends included. */
  public static FrameSocket listener(String device) throws IOException {
    return new FrameSocket(device, UDP_AND_ARP);
  }

  /** For hearing everything, as a switch does. */
  public static FrameSocket switchPort(String device) throws IOException {
    return new FrameSocket(device, ALL);
  }

  private void listen(int opened, int[][] filter) {
    // The filter first: what comes between binding and filtering would be let through.
    ByteBuffer program = ByteBuffer.allocate(8 * filter.length).order(ByteOrder.nativeOrder());
    for (int[] row : filter) {
      program.putShort((short) row[0]).put((byte) row[1]).put((byte) row[2]).putInt(row[3]);
    }
    try (Memory code = new Memory(program.capacity());
        Memory header = new Memory(16);
        Memory address = new Memory(20)) {
      code.write(0, program.array(), 0, program.capacity());
      header.setShort(0, (short) filter.length);
      header.setPointer(8, code);
      Libc.setsockopt(opened, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, header, 16);
      Libc.option(opened, Libc.SOL_SOCKET, Libc.SO_RCVBUF, 4 << 20);
      Libc.receiveTimeout(opened, 200);
      address.write(0, link(ETH_P_ALL, new byte[6]), 0, 20);
      Libc.bind(opened, address, 20);
    }
  }

  /** A sockaddr_ll; the protocol is in network order. */
  private byte[] link(int protocol, byte[] mac) {
    ByteBuffer link = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    link.putShort((short) Libc.AF_PACKET).order(ByteOrder.BIG_ENDIAN).putShort((short) protocol);
    link.order(ByteOrder.nativeOrder()).putInt(index).putShort((short) 1);
    return link.put((byte) 0).put((byte) 6).put(mac).array();
  }

  /** The interface's own address; zeros if it has none. */
  public byte[] hardware() {
    return hardware.clone();
  }

  /** Sends an IPv4 frame to the NIC it is addressed to. */
  public synchronized void send(byte[] frame) throws IOException {
    if (closed) {
      throw new IOException(device + ": closed");
    }
    byte[] mac = new byte[6];
    System.arraycopy(frame, 0, mac, 0, 6);
    try {
      Libc.sendto(socket, frame, frame.length, 0, link(IPV4, mac), 20);
    } catch (LastErrorException failed) {
      throw new IOException(device + ": frame not sent: " + failed.getMessage(), failed);
    }
  }

  /** The length of the next frame, or 0 if there was none for a while. For one thread. */
  public int receive(byte[] into) throws IOException {
    try {
      fromLength.setInt(0, 20);
      int length =
          (int) Libc.recvfrom(socket, buffer, Math.min(LONGEST, into.length), 0, from, fromLength);
      // On loopback each frame comes by twice.
      if (loopback && from.getByte(10) == PACKET_OUTGOING) {
        return 0;
      }
      buffer.read(0, into, 0, length);
      return length;
    } catch (LastErrorException failed) {
      if (failed.getErrorCode() == Libc.EAGAIN || failed.getErrorCode() == Libc.EINTR) {
        return 0;
      }
      throw new IOException(device + ": " + failed.getMessage(), failed);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(socket);
    }
  }
}
