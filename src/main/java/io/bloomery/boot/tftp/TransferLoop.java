package io.bloomery.boot.tftp;

import io.bloomery.boot.link.ReceiveBatch;
import io.bloomery.boot.link.UdpSocket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and one port for many transfers: what their clients say is taken with one call, and
 * answered with one.
 */
final class TransferLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransferLoop.class);
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BATCH = 64;

  /** Acknowledgements have four bytes; the text of an error is of no interest. */
  private static final int LONGEST = 64;

  private static final long SPIN = TimeUnit.MICROSECONDS.toNanos(50);
  private static final int MOST_PATIENCE = 64;
  private static final int VAIN = 16;

  private final UdpSocket socket;
  private final Transfers transfers;
  private final Thread thread;
  private volatile boolean closed;
  private int patience = MOST_PATIENCE;

  TransferLoop(String name, UdpSocket socket, Consumer<Transfer> ended) {
    this.socket = socket;
    transfers = new Transfers(new DatagramOutbox(socket), ended);
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  Transfers transfers() {
    return transfers;
  }

  private void run() {
    ReceiveBatch batch = new ReceiveBatch(BATCH, LONGEST);
    long ticked = System.nanoTime();
    while (!closed) {
      try {
        int count = next(batch);
        long now = System.nanoTime();
        if (count > 0) {
          transfers.receive(batch, count, now);
        }
        if (now - ticked > TICK) {
          ticked = now;
          transfers.tick(now);
        }
      } catch (IOException | RuntimeException failed) {
        log.error("TFTP transfers", failed);
        pause();
      }
    }
  }

  /**
   * Most clients answer at once: to look again is faster than to be put to sleep and woken. It is
   * left off while they do not.
   */
  private int next(ReceiveBatch batch) throws IOException {
    if (patience > 0 && transfers.count() > 0) {
      long end = System.nanoTime() + SPIN;
      do {
        int count = batch.poll(socket);
        if (count > 0) {
          patience = Math.min(MOST_PATIENCE, patience + 1);
          return count;
        }
        Thread.yield();
      } while (System.nanoTime() < end);
      patience -= VAIN;
    }
    int count = batch.await(socket);
    // Whether they are faster by now is tried every now and then.
    patience = Math.min(MOST_PATIENCE, patience + 1);
    return count;
  }

  /** An error that stays must not keep a processor busy. */
  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(2_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    transfers.close();
    socket.close();
  }
}
