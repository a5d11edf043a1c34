package io.bloomery.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions by TCP at one address (RFC 7766): many on one connection, answered in any order; few
 * connections of one client, and none of one that does not read its answers.
 */
final class TcpListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TcpListener.class);

  private static final int WATCH_MS = 250;
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final ServerSocket listener = new ServerSocket();
  private final Map<Socket, TcpReplies> open = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> perClient = new ConcurrentHashMap<>();
  private final DnsSettings settings;
  private final Supplier<Engine> engines;
  private final ExecutorService writers =
      Executors.newCachedThreadPool(work -> daemon(work, "dns-tcp-answers"));
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "dns-tcp-watch"));

  TcpListener(InetAddress address, int port, DnsSettings settings, Supplier<Engine> engines)
      throws IOException {
    this.settings = settings;
    this.engines = engines;
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(address, port));
    } catch (IOException | RuntimeException refused) {
      listener.close();
      throw refused;
    }
    daemon(this::accept, "dns-tcp").start();
    watch.scheduleWithFixedDelay(this::endStuck, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        InetAddress client = socket.getInetAddress();
        int has = perClient.merge(client, 1, Integer::sum);
        if (has > settings.tcpPerClient() || open.size() >= settings.tcpConnections()) {
          end(socket, client);
          continue;
        }
        TcpReplies replies = new TcpReplies(socket, writers);
        open.put(socket, replies);
        daemon(() -> serve(socket, client, replies), "dns-tcp-" + client.getHostAddress()).start();
      } catch (IOException failed) {
        if (!listener.isClosed()) {
          // No descriptor is left, most likely; the connection stays where it is until then.
          log.warn("DNS by TCP: a connection was not accepted: {}", failed.getMessage());
          LockSupport.parkNanos(PAUSE);
        }
      }
    }
  }

  private void serve(Socket socket, InetAddress client, TcpReplies replies) {
    try {
      replies.readBy(Thread.currentThread());
      socket.setSoTimeout((int) settings.tcpIdle().toMillis());
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Engine engine = engines.get();
      while (true) {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        engine.handle(message, message.length, client, true, replies);
      }
    } catch (IOException ended) {
      log.debug("{}: {}", client.getHostAddress(), ended.toString());
    } finally {
      end(socket, client);
    }
  }

  /** Who reads nothing of an answer for so long is gone, or means harm. */
  private void endStuck() {
    open.forEach(
        (socket, replies) -> {
          if (replies.stuckFor(settings.tcpIdle())) {
            log.info("{} does not read what it asked for", socket.getInetAddress());
            close(socket);
          }
        });
  }

  private void end(Socket socket, InetAddress client) {
    open.remove(socket);
    perClient.computeIfPresent(client, (it, count) -> count == 1 ? null : count - 1);
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAnyhow) {
      log.debug("{}", closedAnyhow.getMessage());
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() throws IOException {
    watch.shutdownNow();
    listener.close();
    open.keySet().forEach(TcpListener::close);
    writers.shutdown();
  }
}
