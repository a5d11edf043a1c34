package io.bloomery.simulation;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One machine's kept-alive HTTP/1.1 connection: one request at a time, the way wget or iPXE asks.
 * Thousands of these wait in long polls, so an idle one owns no buffer.
 */
final class HttpLine implements AutoCloseable {
  /** Longer than the longest long poll (25 s). */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Loop loop;
  private final InetAddress from;
  private SocketChannel channel;
  private SelectionKey key;
  private InetSocketAddress peer;
  private Exchange exchange;

  /**
   * @param from the machine's own address, so that the server sees who asks; null leaves it to the
   *     system
   */
  HttpLine(Loop loop, InetAddress from) {
    this.loop = loop;
    this.from = from;
  }

  CompletableFuture<HttpAnswer> ask(
      String method, URI uri, Map<String, String> headers, String body) {
    return ask(method, uri, headers, body, null);
  }

  /**
   * @param body sent as it is, or null for none
   * @param sink takes the answer's body piece by piece if its status is good, or null to collect it
   */
  CompletableFuture<HttpAnswer> ask(
      String method, URI uri, Map<String, String> headers, String body, Consumer<ByteBuffer> sink) {
    if (exchange != null) {
      throw new IllegalStateException(
          method
              + " "
              + uri
              + " while "
              + exchange.what
              + " is not answered (expected: one at a time)");
    }
    Exchange next = new Exchange(method, uri, headers, body, sink);
    exchange = next;
    InetSocketAddress to =
        new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    next.reused = channel != null && channel.isOpen() && to.equals(peer);
    peer = to;
    watch(next, PATIENCE.toNanos());
    start();
    return next.answer;
  }

  private void watch(Exchange watched, long nanos) {
    loop.after(Duration.ofNanos(nanos))
        .thenRun(
            () -> {
              long left = watched.lastHeard + PATIENCE.toNanos() - System.nanoTime();
              if (exchange == watched && left > 0) {
                watch(watched, left);
              } else if (exchange == watched) {
                fail(new TimeoutException(watched.what + " not answered within " + PATIENCE));
              }
            });
  }

  private void start() {
    try {
      if (exchange.reused) {
        key.interestOps(SelectionKey.OP_WRITE);
      } else {
        connect();
      }
    } catch (IOException | RuntimeException e) {
      // Not from within the caller: it has not seen the future yet.
      Exchange failed = exchange;
      loop.execute(
          () -> {
            if (exchange == failed) {
              fail(e);
            }
          });
    }
  }

  private void connect() throws IOException {
    close();
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    if (from != null && from.isLoopbackAddress()) {
      channel.bind(new InetSocketAddress(from, 0));
    }
    key = loop.register(channel, SelectionKey.OP_CONNECT, this::ready);
    if (channel.connect(peer)) {
      key.interestOps(SelectionKey.OP_WRITE);
    }
  }

  private void ready(SelectionKey ready) {
    try {
      if (ready.isConnectable() && channel.finishConnect()) {
        ready.interestOps(SelectionKey.OP_WRITE);
      }
      if (ready.isWritable() && exchange != null) {
        channel.write(exchange.request);
        if (!exchange.request.hasRemaining()) {
          ready.interestOps(SelectionKey.OP_READ);
        }
      }
      if (ready.isReadable()) {
        read();
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void read() throws IOException {
    ByteBuffer buffer = loop.buffer();
    int count = channel.read(buffer);
    if (exchange == null) {
      // The server closed an idle connection, or talks out of turn.
      close();
      return;
    }
    buffer.flip();
    boolean complete = count < 0 ? exchange.endOfStream() : exchange.take(buffer);
    if (complete) {
      Exchange done = exchange;
      exchange = null;
      if (count < 0 || !done.keepAlive()) {
        close();
      }
      done.finish();
    } else if (count < 0) {
      throw new EOFException("the server closed the connection in the middle of " + exchange.what);
    }
  }

  private void fail(Exception cause) {
    close();
    Exchange failed = exchange;
    if (failed == null) {
      return;
    }
    if (failed.reused && failed.untouched() && !(cause instanceof TimeoutException)) {
      // A kept-alive connection the server had closed meanwhile: RFC 9112 section 9.3.1 says try a
      // new one.
      failed.reused = false;
      failed.request.rewind();
      start();
      return;
    }
    exchange = null;
    failed.answer.completeExceptionally(cause);
  }

  /** Drops the connection; an open request is never answered. */
  @Override
  public void close() {
    if (channel != null) {
      Loop.closeQuietly(channel);
      channel = null;
    }
  }

  /** One request and what came of its answer so far. */
  private static final class Exchange {
    private final String what;
    private final ByteBuffer request;
    private final HttpBody reader;
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private boolean reused;
    private long lastHeard = System.nanoTime();

    Exchange(
        String method,
        URI uri,
        Map<String, String> headers,
        String body,
        Consumer<ByteBuffer> sink) {
      what = method + " " + uri;
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(path);
      if (uri.getRawQuery() != null) {
        head.append('?').append(uri.getRawQuery());
      }
      head.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority()).append("\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
      if (body != null) {
        head.append("Content-Length: ").append(content.length).append("\r\n");
      }
      head.append("\r\n");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      bytes.writeBytes(content);
      request = ByteBuffer.wrap(bytes.toByteArray());
      reader = new HttpBody(method.equals("HEAD"), sink);
    }

    boolean untouched() {
      return reader.untouched();
    }

    boolean keepAlive() {
      return reader.keepAlive();
    }

    boolean take(ByteBuffer bytes) throws IOException {
      lastHeard = System.nanoTime();
      return reader.take(bytes);
    }

    boolean endOfStream() {
      return reader.endOfStream();
    }

    void finish() {
      answer.complete(reader.answer());
    }
  }
}
