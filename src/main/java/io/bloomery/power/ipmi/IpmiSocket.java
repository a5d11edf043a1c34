package io.bloomery.power.ipmi;

import io.bloomery.power.PassingFailure;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket and one thread for all BMCs. Opened with the first question, so a controller
 * without BMCs has neither.
 */
final class IpmiSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IpmiSocket.class);

  private static final int TICK_MILLIS = 1_000;

  /** Room for the answers of some thousand BMCs at once. */
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final BiConsumer<InetSocketAddress, byte[]> receiver;
  private final Runnable tick;
  private DatagramSocket socket;
  private boolean closed;

  /**
   * @param receiver gets what came from whom
   * @param tick called about once a second
   */
  IpmiSocket(BiConsumer<InetSocketAddress, byte[]> receiver, Runnable tick) {
    this.receiver = receiver;
    this.tick = tick;
  }

  void send(byte[] datagram, InetSocketAddress to) {
    try {
      opened().send(new DatagramPacket(datagram, datagram.length, to));
    } catch (IOException failed) {
      throw new PassingFailure(
          "nothing can be sent to %s: %s (expected: a route to the BMC)"
              .formatted(to, failed.getMessage()),
          failed);
    }
  }

  private synchronized DatagramSocket opened() throws SocketException {
    if (socket == null && !closed) {
      socket = new DatagramSocket();
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.setSoTimeout(TICK_MILLIS);
      Thread thread = new Thread(() -> receive(socket), "ipmi");
      thread.setDaemon(true);
      thread.start();
    }
    if (closed) {
      throw new SocketException("the controller is stopping");
    }
    return socket;
  }

  private void receive(DatagramSocket open) {
    DatagramPacket packet = new DatagramPacket(new byte[RmcpPacket.LONGEST], RmcpPacket.LONGEST);
    long ticked = System.nanoTime();
    while (!open.isClosed()) {
      try {
        packet.setLength(RmcpPacket.LONGEST);
        open.receive(packet);
        receiver.accept(
            (InetSocketAddress) packet.getSocketAddress(),
            Arrays.copyOf(packet.getData(), packet.getLength()));
      } catch (SocketTimeoutException quiet) {
        // Time for a tick.
      } catch (IOException | RuntimeException failed) {
        if (!open.isClosed()) {
          LOG.warn("IPMI answers: {}", failed.getMessage());
        }
      }
      if ((System.nanoTime() - ticked) / 1_000_000 >= TICK_MILLIS) {
        ticked = System.nanoTime();
        tick.run();
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (socket != null) {
      socket.close();
    }
  }
}
