package io.bloomery.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions by TCP at one address (RFC 7766): many on one connection, answered in any order; few
 * connections of one client.
 */
final class TcpListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TcpListener.class);

  private final ServerSocket listener = new ServerSocket();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> perClient = new ConcurrentHashMap<>();
  private final DnsSettings settings;
  private final Supplier<Engine> engines;

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
    daemon(this::accept, "dns-tcp");
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
        open.add(socket);
        daemon(() -> serve(socket, client), "dns-tcp-" + client.getHostAddress());
      } catch (IOException closed) {
        log.debug("{}", closed.getMessage());
      }
    }
  }

  private void serve(Socket socket, InetAddress client) {
    try {
      socket.setSoTimeout((int) settings.tcpIdle().toMillis());
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      Engine engine = engines.get();
      while (true) {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        engine.handle(message, message.length, client, true, (it, length) -> send(out, it, length));
      }
    } catch (IOException ended) {
      log.debug("{}: {}", client.getHostAddress(), ended.toString());
    } finally {
      end(socket, client);
    }
  }

  private static void send(OutputStream out, byte[] message, int length) {
    byte[] framed = new byte[length + 2];
    framed[0] = (byte) (length >> 8);
    framed[1] = (byte) length;
    System.arraycopy(message, 0, framed, 2, length);
    try {
      synchronized (out) {
        out.write(framed);
      }
    } catch (IOException gone) {
      log.debug("{}", gone.getMessage());
    }
  }

  private void end(Socket socket, InetAddress client) {
    open.remove(socket);
    perClient.computeIfPresent(client, (it, count) -> count == 1 ? null : count - 1);
    try {
      socket.close();
    } catch (IOException closedAnyhow) {
      log.debug("{}", closedAnyhow.getMessage());
    }
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
