package io.bloomery.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * One thread that does everything for every simulated machine: it waits for sockets and for the
 * clock. Whatever runs here runs alone, so machines need no locks; nothing here may block.
 */
final class Loop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  /** What to do when a channel is ready. */
  interface Ready {
    void ready(SelectionKey key) throws IOException;
  }

  private record Alarm(long due, long order, Runnable action) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(due - other.due, 0);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Selector selector;
  private final Queue<Runnable> handedIn = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final Thread thread;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private long order;
  private volatile boolean closed;

  Loop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector", e);
    }
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs {@code action} on the loop's thread, soon. For callers on any thread. */
  void execute(Runnable action) {
    handedIn.add(action);
    selector.wakeup();
  }

  /**
   * Completes on the loop's thread after {@code pause}, never at once. Only for the loop's thread.
   */
  CompletableFuture<Void> after(Duration pause) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    alarms.add(new Alarm(System.nanoTime() + pause.toNanos(), order++, () -> over.complete(null)));
    return over;
  }

  SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, operations, ready);
    if (Thread.currentThread() != thread) {
      // The loop may be waiting already, without the new key.
      selector.wakeup();
    }
    return key;
  }

  /**
   * An empty buffer for the handler that runs now; its content is lost when the handler returns.
   */
  ByteBuffer buffer() {
    return buffer.clear();
  }

  private void run() {
    while (!closed) {
      try {
        select();
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.ERROR, "the selector failed", e);
      }
      for (Runnable action = handedIn.poll(); action != null; action = handedIn.poll()) {
        guarded(action);
      }
      long now = System.nanoTime();
      while (!alarms.isEmpty() && alarms.peek().due - now <= 0) {
        guarded(alarms.poll().action);
      }
    }
  }

  private void select() throws IOException {
    if (!handedIn.isEmpty()) {
      selector.selectNow();
    } else if (alarms.isEmpty()) {
      selector.select();
    } else {
      long wait = TimeUnit.NANOSECONDS.toMillis(alarms.peek().due - System.nanoTime());
      if (wait > 0) {
        selector.select(wait);
      } else {
        selector.selectNow();
      }
    }
  }

  private void serve(SelectionKey key) {
    try {
      ((Ready) key.attachment()).ready(key);
    } catch (CancelledKeyException | ClosedChannelException e) {
      // An earlier handler of this round closed it.
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a connection failed: " + e, e);
      if (!(key.channel() instanceof DatagramChannel)) {
        // A datagram that does harm is dropped; a connection that does is closed.
        key.cancel();
        closeQuietly(key.channel());
      }
    }
  }

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a step of the simulation failed", e);
    }
  }

  static void closeQuietly(AutoCloseable channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "close failed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(2000);
      for (SelectionKey key : selector.keys()) {
        closeQuietly(key.channel());
      }
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "close failed", e);
    }
  }
}
