package io.bloomery.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Many TFTP clients in one thread, each at an address of its own in 127.0.0.0/8. They acknowledge
 * every block and keep none: what is measured is the server.
 */
final class TftpLoad {
  private static final int BLOCK = 1468;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
  private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

  private final InetSocketAddress server;
  private final String file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
  private int open;
  private long bytes;

  private static final class Client {
    private SocketAddress peer;
    private int expected;
    private long heard;
  }

  TftpLoad(int port, String file) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.file = file;
  }

  /**
   * Loads the file once for each client, all at once.
   *
   * @return bytes that came
   * @throws IOException if one of them did not get all of it
   */
  long run(int clients) throws IOException {
    bytes = 0;
    open = clients;
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < clients; i++) {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress("127.0." + (1 + i / 200) + "." + (1 + i % 200), 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Client());
        ask(channel);
      }
      long begin = System.nanoTime();
      while (open > 0) {
        if (System.nanoTime() - begin > PATIENCE) {
          throw new IOException(open + " of " + clients + " clients did not get " + file);
        }
        if (selector.select(this::serve, 200) == 0) {
          repeat(selector);
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    return bytes;
  }

  private void ask(DatagramChannel channel) throws IOException {
    String request = "\0\1" + file + "\0octet\0blksize\0" + BLOCK + "\0";
    channel.send(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)), server);
  }

  private void serve(SelectionKey key) {
    try {
      receive(key);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void receive(SelectionKey key) throws IOException {
    DatagramChannel channel = (DatagramChannel) key.channel();
    Client client = (Client) key.attachment();
    for (SocketAddress from = next(channel); from != null; from = next(channel)) {
      int type = buffer.getShort();
      if (type == 5) {
        throw new IOException(file + " is refused by " + from);
      }
      client.peer = from;
      client.heard = System.nanoTime();
      if (type == 6) {
        acknowledge(channel, client, 0);
      } else if (type == 3) {
        int block = buffer.getShort() & 0xffff;
        if (block == (client.expected + 1 & 0xffff)) {
          client.expected++;
          bytes += buffer.remaining();
          boolean last = buffer.remaining() < BLOCK;
          acknowledge(channel, client, block);
          if (last) {
            open--;
            key.cancel();
            channel.close();
            return;
          }
        }
      }
    }
  }

  private SocketAddress next(DatagramChannel channel) throws IOException {
    buffer.clear();
    SocketAddress from = channel.receive(buffer);
    buffer.flip();
    return from;
  }

  private static void acknowledge(DatagramChannel channel, Client client, int block)
      throws IOException {
    ByteBuffer acknowledgement = ByteBuffer.allocate(4);
    acknowledgement.putShort((short) 4).putShort((short) block).flip();
    channel.send(acknowledgement, client.peer);
  }

  /** What was lost is asked for again, as every client does. */
  private void repeat(Selector selector) throws IOException {
    for (SelectionKey key : selector.keys()) {
      Client client = (Client) key.attachment();
      if (key.isValid() && System.nanoTime() - client.heard > SILENCE) {
        client.heard = System.nanoTime();
        DatagramChannel channel = (DatagramChannel) key.channel();
        if (client.peer == null) {
          ask(channel);
        } else {
          acknowledge(channel, client, client.expected & 0xffff);
        }
      }
    }
  }
}
