package io.bloomery.syslog;

import io.bloomery.network.Ipv4;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages by UDP and TCP at one address; one thread for all of them. */
final class SyslogPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SyslogPort.class);

  /** While the thread is elsewhere, this much waits in the kernel. */
  private static final int WAITING = 4 << 20;

  /** Then the others have their turn. */
  private static final int DATAGRAMS_AT_A_TIME = 500;

  /** Takes a message. */
  interface Hearing {
    void heard(Ipv4 from, ByteBuffer message, boolean cut);
  }

  private record Connection(SocketChannel channel, Ipv4 client, Frames frames) {}

  private final SyslogSettings settings;
  private final Predicate<Ipv4> welcome;
  private final Hearing hearing;
  private final Selector selector = Selector.open();
  private final DatagramChannel udp = DatagramChannel.open();
  private final ServerSocketChannel tcp = ServerSocketChannel.open();
  private final Thread thread = new Thread(this::run, "syslog");

  /** The one that was silent for longest first. */
  private final Map<SocketChannel, Connection> open = new LinkedHashMap<>(64, 0.75f, true);

  private final Map<Ipv4, Integer> perClient = new HashMap<>();

  /** One byte more than is kept, so that a longer one is noticed. */
  private final ByteBuffer buffer = ByteBuffer.allocate(Frames.LONGEST + 1);

  /**
   * @param welcome whether anything is taken from this address
   */
  SyslogPort(InetAddress address, SyslogSettings settings, Predicate<Ipv4> welcome, Hearing hearing)
      throws IOException {
    this.settings = settings;
    this.welcome = welcome;
    this.hearing = hearing;
    try {
      udp.setOption(StandardSocketOptions.SO_RCVBUF, WAITING);
      udp.bind(new InetSocketAddress(address, settings.port()));
      tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      tcp.bind(new InetSocketAddress(address, port()), 1024);
      udp.configureBlocking(false).register(selector, SelectionKey.OP_READ);
      tcp.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException | RuntimeException refused) {
      closeAll();
      throw refused;
    }
    thread.setDaemon(true);
    thread.start();
  }

  int port() throws IOException {
    return ((InetSocketAddress) udp.getLocalAddress()).getPort();
  }

  private void run() {
    while (selector.isOpen()) {
      try {
        selector.select(this::ready);
      } catch (IOException | RuntimeException lost) {
        if (selector.isOpen()) {
          log.debug("syslog: {}", lost.toString());
        }
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.channel() == udp) {
        datagrams();
      } else if (key.channel() == tcp) {
        accept();
      } else {
        stream(open.get((SocketChannel) key.channel()));
      }
    } catch (IOException lost) {
      log.debug("syslog: {}", lost.toString());
    }
  }

  private void datagrams() throws IOException {
    for (int i = 0; i < DATAGRAMS_AT_A_TIME; i++) {
      InetSocketAddress from = (InetSocketAddress) udp.receive(buffer.clear());
      if (from == null) {
        return;
      }
      Ipv4 sender = Ipv4.of(from.getAddress().getAddress());
      boolean cut = buffer.flip().limit() > Frames.LONGEST;
      if (buffer.hasRemaining() && welcome.test(sender)) {
        hearing.heard(sender, cut ? buffer.limit(Frames.LONGEST) : buffer, cut);
      }
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = tcp.accept();
    if (channel == null) {
      return;
    }
    InetSocketAddress from = (InetSocketAddress) channel.getRemoteAddress();
    Ipv4 client = Ipv4.of(from.getAddress().getAddress());
    if (!welcome.test(client)) {
      channel.close();
      return;
    }
    if (perClient.getOrDefault(client, 0) >= settings.tcpPerClient()) {
      closeSilent(it -> it.client().equals(client));
    } else if (open.size() >= settings.tcpConnections()) {
      closeSilent(it -> true);
    }
    // A machine that was switched off says no good-bye.
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    Frames frames = new Frames((message, cut) -> hearing.heard(client, message, cut));
    open.put(channel, new Connection(channel, client, frames));
    perClient.merge(client, 1, Integer::sum);
    channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
  }

  private void stream(Connection connection) throws IOException {
    if (connection == null) {
      return; // closed a moment ago for another one
    }
    int length = -1;
    try {
      length = connection.channel().read(buffer.clear());
      connection.frames().take(buffer.flip());
    } finally {
      if (length < 0) {
        connection.frames().end();
        close(connection);
      }
    }
  }

  private void closeSilent(Predicate<Connection> which) throws IOException {
    Connection silent = open.values().stream().filter(which).findFirst().orElse(null);
    if (silent != null) {
      close(silent);
    }
  }

  private void close(Connection connection) throws IOException {
    open.remove(connection.channel());
    perClient.computeIfPresent(connection.client(), (it, count) -> count == 1 ? null : count - 1);
    connection.channel().close();
  }

  @Override
  public void close() {
    closeAll();
    try {
      thread.join(5_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    for (SocketChannel channel : open.keySet()) {
      close(channel);
    }
  }

  private void closeAll() {
    close(selector);
    close(udp);
    close(tcp);
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception closedAnyhow) {
      log.debug("{}", closedAnyhow.getMessage());
    }
  }
}
