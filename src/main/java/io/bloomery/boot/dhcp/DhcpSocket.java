package io.bloomery.boot.dhcp;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import io.bloomery.boot.link.EthernetFrame;
import io.bloomery.boot.link.FrameSocket;
import io.bloomery.boot.link.Libc;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.PortHolder;
import java.io.IOException;
import java.net.NetworkInterface;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DHCP port of one interface. Bound to the device, it hears that interface alone, and what it
 * broadcasts cannot leave by another one. Sending is safe from any thread, and after {@link #close}
 * too: by then the number of the socket may be that of somebody else's connection.
 */
final class DhcpSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DhcpSocket.class);
  private static final int LONGEST = 1500;

  private final String device;
  private final int socket;
  private final int port;
  private final Memory buffer = new Memory(LONGEST);
  private FrameSocket frames;
  private final int index;
  private volatile boolean closed;

  DhcpSocket(String device, int port) throws IOException {
    this.device = device;
    NetworkInterface found = NetworkInterface.getByName(device);
    if (found == null) {
      throw new IOException(
          "bloomery.network.interface: "
              + device
              + " (expected: an interface of this host, one of "
              + String.join(
                  ", ",
                  NetworkInterface.networkInterfaces()
                      .map(NetworkInterface::getName)
                      .sorted()
                      .toList())
              + ")");
    }
    int opened = -1;
    try {
      opened = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM, 0);
      // No SO_REUSEADDR: with it, the port of a running dnsmasq would be shared in silence and one
      // of the two be deaf.
      Libc.option(opened, Libc.SOL_SOCKET, Libc.SO_BROADCAST, 1);
      Libc.option(opened, Libc.SOL_SOCKET, Libc.SO_RCVBUF, 4 << 20);
      Libc.device(opened, device);
      Libc.receiveTimeout(opened, 300);
      // There is no broadcast on loopback, only relays; one of them may be on this host, at the
      // same
      // port of another address.
      Ipv4 own = found.isLoopback() ? Ipv4.of("127.0.0.1") : Ipv4.NONE;
      this.port = Libc.bind(opened, own, port);
    } catch (LastErrorException refused) {
      if (opened >= 0) {
        Libc.close(opened);
      }
      throw new IOException(reason(refused, device, port), refused);
    }
    socket = opened;
    index = found.getIndex();
    // Tunnels and loopback have no frames.
    byte[] hardware = found.getHardwareAddress();
    if (hardware != null && hardware.length == 6) {
      openFrames();
    }
  }

  private static String reason(LastErrorException refused, String device, int port) {
    String what = "DHCP on " + device + ", UDP port " + port + ": ";
    return switch (refused.getErrorCode()) {
      case Libc.EADDRINUSE ->
          what
              + "taken by "
              + PortHolder.of(port)
              + ". Stop it there, or let it leave out "
              + device
              + " (dnsmasq: except-interface and bind-interfaces), or set"
              + " bloomery.network.dhcp-port";
      case Libc.EACCES, Libc.EPERM ->
          what
              + "not allowed. Run as root, or give the process CAP_NET_BIND_SERVICE and"
              + " CAP_NET_RAW";
      default -> what + refused.getMessage();
    };
  }

  private void openFrames() {
    try {
      frames = FrameSocket.sender(device);
    } catch (IOException refused) {
      log.warn(
          "{}: no raw socket ({}), so clients without an address are answered by broadcast;"
              + " CAP_NET_RAW allows it",
          device,
          refused.getMessage());
    }
  }

  int port() {
    return port;
  }

  /** The next packet, or a length of 0 if there was none for a while. */
  int receive(byte[] into) throws IOException {
    mustBeOpen();
    try {
      int length =
          (int) Libc.recvfrom(socket, buffer, Math.min(LONGEST, into.length), 0, null, null);
      buffer.read(0, into, 0, length);
      return length;
    } catch (LastErrorException failed) {
      if (failed.getErrorCode() == Libc.EAGAIN || failed.getErrorCode() == Libc.EINTR) {
        return 0;
      }
      throw new IOException(device + ": " + failed.getMessage(), failed);
    }
  }

  synchronized void send(byte[] data, Ipv4 to, int toPort) throws IOException {
    mustBeOpen();
    try {
      Libc.sendto(socket, data, data.length, 0, Libc.address(to, toPort), 16);
    } catch (LastErrorException failed) {
      throw new IOException(device + " to " + to + ": " + failed.getMessage(), failed);
    }
  }

  /**
   * Sends to a NIC whose address is not in use yet; by broadcast where raw sockets are not allowed.
   */
  synchronized void send(byte[] data, Ipv4 from, MacAddress mac, Ipv4 to, int toPort)
      throws IOException {
    if (frames == null) {
      send(data, Ipv4.BROADCAST, toPort);
      return;
    }
    frames.send(EthernetFrame.of(mac.bytes(), frames.hardware(), from, port, to, toPort, data));
  }

  private void mustBeOpen() throws IOException {
    if (closed) {
      throw new IOException(device + ": closed");
    }
  }

  /** Whether the device is gone, or another one has its name: a bound socket is never told. */
  boolean orphaned() {
    try {
      return Libc.if_nametoindex(device) != index;
    } catch (LastErrorException gone) {
      return true;
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Libc.close(socket);
    if (frames != null) {
      frames.close();
    }
  }
}
