package io.bloomery.simulation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Fetches one file as a PXE ROM does: TFTP in octet mode with a block size (RFC 1350, RFC 2347, RFC
 * 2348).
 */
final class TftpFetch {
  private static final int DATA = 3;
  private static final int ACKNOWLEDGE = 4;
  private static final int ERROR = 5;
  private static final int OPTIONS = 6;
  private static final int WANTED_BLOCK_SIZE = 1456;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int PATIENCE = 6;

  private final Loop loop;
  private final InetSocketAddress server;
  private final String file;
  private final DatagramChannel channel;
  private final CompletableFuture<Long> length = new CompletableFuture<>();
  private ByteBuffer lastSaid;
  private SocketAddress peer;
  private int blockSize = 512;
  private int block;
  private long received;
  private int silences;
  private int said;

  private TftpFetch(Loop loop, InetAddress own, InetSocketAddress server, String file)
      throws IOException {
    this.loop = loop;
    this.server = server;
    this.file = file;
    channel = DatagramChannel.open(StandardProtocolFamily.INET);
    // Java refuses to bind datagram sockets to 127.x.x.255; such a machine asks from 127.0.0.1.
    boolean refused = own.getAddress()[3] == (byte) 255;
    channel.bind(refused ? null : new InetSocketAddress(own, 0));
    loop.register(channel, SelectionKey.OP_READ, this::heard);
  }

  /** The length of the file, once it has come in full. */
  static CompletableFuture<Long> fetch(
      Loop loop, InetAddress own, InetSocketAddress server, String file) {
    try {
      TftpFetch fetch = new TftpFetch(loop, own, server, file);
      fetch.length.whenComplete((length, failure) -> Loop.closeQuietly(fetch.channel));
      fetch.ask();
      return fetch.length;
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void ask() {
    ByteBuffer request = ByteBuffer.allocate(600);
    request.putShort((short) 1);
    for (String word :
        new String[] {file, "octet", "tsize", "0", "blksize", "" + WANTED_BLOCK_SIZE}) {
      request.put(word.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    }
    say(request.flip());
  }

  private void say(ByteBuffer packet) {
    lastSaid = packet;
    int now = ++said;
    try {
      channel.send(packet.duplicate(), peer == null ? server : peer);
    } catch (IOException e) {
      // As lost on the wire.
    }
    loop.after(PAUSE)
        .thenRun(
            () -> {
              if (length.isDone() || said != now) {
                return;
              }
              if (++silences > PATIENCE) {
                length.completeExceptionally(
                    new TimeoutException("TFTP " + server + " " + file + ": no answer"));
              } else {
                say(lastSaid);
              }
            });
  }

  private void heard(SelectionKey key) throws IOException {
    ByteBuffer packet = loop.buffer();
    SocketAddress from;
    while (!length.isDone() && (from = channel.receive(packet.clear())) != null) {
      packet.flip();
      if (packet.remaining() < 4 || (peer != null && !peer.equals(from))) {
        continue;
      }
      peer = from;
      switch (packet.getShort()) {
        case OPTIONS -> agree(StandardCharsets.US_ASCII.decode(packet).toString().split("\0"));
        case DATA -> take(packet.getShort() & 0xffff, packet.remaining());
        case ERROR -> {
          int code = packet.getShort();
          String text = StandardCharsets.US_ASCII.decode(packet).toString().replace("\0", "");
          length.completeExceptionally(
              new IOException("TFTP " + file + ": error " + code + " " + text));
        }
        default -> {
          // Nothing a server says.
        }
      }
    }
  }

  private void agree(String[] options) {
    for (int i = 0; i + 1 < options.length; i += 2) {
      if (options[i].equalsIgnoreCase("blksize")) {
        blockSize = Integer.parseInt(options[i + 1]);
      }
    }
    acknowledge(0);
  }

  private void take(int number, int count) {
    if (number == ((block + 1) & 0xffff)) {
      block++;
      silences = 0;
      received += count;
      acknowledge(number);
      if (count < blockSize) {
        length.complete(received);
      }
    }
  }

  private void acknowledge(int number) {
    say(ByteBuffer.allocate(4).putShort((short) ACKNOWLEDGE).putShort((short) number).flip());
  }
}
