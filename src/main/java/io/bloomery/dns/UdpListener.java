package io.bloomery.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Questions by UDP at one address. */
final class UdpListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UdpListener.class);

  private final DatagramChannel channel = DatagramChannel.open();
  private final Engine engine;

  UdpListener(InetAddress address, int port, Engine engine) throws IOException {
    this.engine = engine;
    try {
      channel.bind(new InetSocketAddress(address, port));
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
    Thread thread = new Thread(this::run, "dns-udp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  private void run() {
    ByteBuffer packet = ByteBuffer.allocateDirect(4096);
    byte[] bytes = new byte[packet.capacity()];
    while (channel.isOpen()) {
      try {
        packet.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(packet);
        int length = packet.flip().limit();
        packet.get(bytes, 0, length);
        if (from.getPort() != 0) {
          engine.handle(bytes, length, from.getAddress(), false, (it, end) -> send(it, end, from));
        }
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException lost) {
        log.debug("a DNS packet was lost: {}", lost.getMessage());
      }
    }
  }

  private void send(byte[] message, int length, SocketAddress to) {
    try {
      channel.send(ByteBuffer.wrap(message, 0, length), to);
    } catch (IOException lost) {
      log.debug("a DNS answer to {} was not sent: {}", to, lost.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
