package io.bloomery.dns;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back on one connection. The thread that reads from it writes by itself, and so waits for
 * a slow client; what others answer is written for them, since they have more clients than one.
 */
final class TcpReplies implements Reply {
  private static final Logger log = LoggerFactory.getLogger(TcpReplies.class);
  private static final int MOST_WAITING = 1_000;

  private final Socket socket;
  private final Executor writers;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private final Object turn = new Object();
  private boolean writing;
  private Thread reader;

  /** By {@link System#nanoTime}, while an answer is on its way; otherwise 0. */
  private volatile long begun;

  TcpReplies(Socket socket, Executor writers) {
    this.socket = socket;
    this.writers = writers;
  }

  /** Called by the thread that reads, before it reads. */
  void readBy(Thread thread) {
    reader = thread;
  }

  @Override
  public void send(byte[] message, int length) {
    byte[] framed = new byte[length + 2];
    framed[0] = (byte) (length >> 8);
    framed[1] = (byte) length;
    System.arraycopy(message, 0, framed, 2, length);
    if (Thread.currentThread() == reader) {
      write(framed);
      return;
    }
    synchronized (waiting) {
      if (waiting.size() >= MOST_WAITING) {
        close();
        return;
      }
      waiting.add(framed);
      if (writing) {
        return;
      }
      writing = true;
    }
    try {
      writers.execute(this::writeWaiting);
    } catch (RejectedExecutionException closing) {
      log.debug("{}", closing.getMessage());
    }
  }

  private void writeWaiting() {
    while (true) {
      byte[] next;
      synchronized (waiting) {
        next = waiting.poll();
        if (next == null) {
          writing = false;
          return;
        }
      }
      write(next);
    }
  }

  private void write(byte[] framed) {
    synchronized (turn) {
      begun = System.nanoTime() | 1;
      try {
        socket.getOutputStream().write(framed);
      } catch (IOException gone) {
        log.debug("{}", gone.getMessage());
        close();
      } finally {
        begun = 0;
      }
    }
  }

  boolean stuckFor(Duration time) {
    long since = begun;
    return since != 0 && System.nanoTime() - since > time.toNanos();
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException closedAnyhow) {
      log.debug("{}", closedAnyhow.getMessage());
    }
  }
}
