package io.bloomery.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that were free a moment ago.
 *
 * @param dhcp free at the relay's address too
 */
record Ports(int web, int boot, int dhcp, int tftp, int chassis, int ssh, int database) {
  private static final int TRIES = 100;

  static Ports free() throws IOException {
    List<AutoCloseable> held = new ArrayList<>();
    try {
      return new Ports(
          tcp(held), tcp(held), dhcp(held), udp(held), udp(held), tcp(held), tcp(held));
    } finally {
      for (AutoCloseable socket : held) {
        close(socket);
      }
    }
  }

  private static void close(AutoCloseable socket) throws IOException {
    try {
      socket.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static int tcp(List<AutoCloseable> held) throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    held.add(socket);
    return socket.getLocalPort();
  }

  private static int udp(List<AutoCloseable> held) throws IOException {
    DatagramSocket socket = new DatagramSocket(0);
    held.add(socket);
    return socket.getLocalPort();
  }

  /** The port above it is the clients' (RFC 2131 section 4.1). */
  private static int dhcp(List<AutoCloseable> held) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = udp(held);
      try {
        held.add(new DatagramSocket(new InetSocketAddress(port + 1)));
        return port;
      } catch (SocketException e) {
        // Taken: the next one.
      }
    }
    throw new IOException("no two free UDP ports in a row found in " + TRIES + " tries");
  }
}
