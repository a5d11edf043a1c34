package io.bloomery.boot.dhcp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Port 4011 of the controller's address: firmware asks here after another server gave it an
 * address. It wants the answer from this port, at the port it asked from, which is not always 68.
 */
final class ProxyPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProxyPort.class);

  private final ProxyEngine engine;
  private final Consumer<DhcpReply> answered;
  private final DatagramSocket socket;

  /**
   * @param answered is told of every answer
   */
  ProxyPort(InetAddress address, ProxyEngine engine, Consumer<DhcpReply> answered)
      throws IOException {
    this.engine = engine;
    this.answered = answered;
    try {
      socket = new DatagramSocket(new InetSocketAddress(address, ProxyEngine.PORT));
    } catch (SocketException refused) {
      throw new IOException(
          "PXE on "
              + address.getHostAddress()
              + ", UDP port "
              + ProxyEngine.PORT
              + ": "
              + refused.getMessage()
              + " (expected: an address of this host where no other PXE server runs)",
          refused);
    }
    Thread thread = new Thread(this::run, "dhcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    byte[] bytes = new byte[1500];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        answer(packet);
      } catch (IOException lost) {
        if (!socket.isClosed()) {
          log.warn("PXE at port {}: {}", ProxyEngine.PORT, lost.getMessage());
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
      } catch (RuntimeException failed) {
        log.error("a PXE request was not answered", failed);
      }
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    PxeRequest request;
    try {
      request = PxeRequest.decode(packet.getData(), packet.getLength());
    } catch (MalformedPacket malformed) {
      log.debug("dropped: {}", malformed.getMessage());
      return;
    }
    DhcpReply reply = engine.answerAtPort4011(request).orElse(null);
    if (reply != null) {
      byte[] data = reply.encode();
      socket.send(new DatagramPacket(data, data.length, packet.getSocketAddress()));
      answered.accept(reply);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
