package io.bloomery.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that were free a moment ago.
 *
 * @param dhcp free at the relay's address too
 */
record Ports(int web, int boot, int dhcp, int tftp, int chassis, int ssh, int database) {
  private static final int TRIES = 100;
  private static final int LOWEST = 15_000;

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

  /** The same, with DHCP where real clients ask. */
  Ports withDhcpAt(int port) {
    return new Ports(web, boot, port, tftp, chassis, ssh, database);
  }

  /** The same, with TFTP elsewhere; 0 is any. */
  Ports withTftpAt(int port) {
    return new Ports(web, boot, dhcp, port, chassis, ssh, database);
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
    return free(held, port -> new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")));
  }

  private static int udp(List<AutoCloseable> held) throws IOException {
    return free(held, DatagramSocket::new);
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

  private interface Opening {
    AutoCloseable at(int port) throws IOException;
  }

  /**
   * Below those the kernel gives to connections that go out: of ten thousand connections of
   * simulated machines one would sooner or later have the number at which a machine is to listen.
   */
  private static int free(List<AutoCloseable> held, Opening opening) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, ephemeral());
      try {
        held.add(opening.at(port));
        return port;
      } catch (BindException taken) {
        // The next one.
      }
    }
    throw new IOException("no free port found in " + TRIES + " tries");
  }

  private static int ephemeral() throws IOException {
    Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    int first =
        Files.isReadable(range)
            ? Integer.parseInt(Files.readString(range).strip().split("\\s+")[0])
            : 32_768;
    return Math.max(first, LOWEST + 1_000);
  }
}
