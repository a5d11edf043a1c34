package io.bloomery.boot.tftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that drives many transfers. */
final class TransferLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransferLoop.class);
  private static final int TICK_MILLIS = 100;

  private final Selector selector;
  private final Queue<Transfer> arriving = new ConcurrentLinkedQueue<>();
  private final Consumer<Transfer> ended;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
  private final Thread thread;
  private volatile boolean closed;

  TransferLoop(String name, Consumer<Transfer> ended) throws IOException {
    this.ended = ended;
    selector = Selector.open();
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  void add(Transfer transfer) {
    arriving.add(transfer);
    selector.wakeup();
  }

  private void run() {
    long ticked = System.nanoTime();
    while (!closed) {
      try {
        selector.select(key -> progress((Transfer) key.attachment(), true), TICK_MILLIS);
      } catch (IOException | UncheckedIOException failed) {
        log.error("TFTP transfers", failed);
      }
      for (Transfer next = arriving.poll(); next != null; next = arriving.poll()) {
        begin(next);
      }
      if (System.nanoTime() - ticked > TICK_MILLIS * 1_000_000L) {
        ticked = System.nanoTime();
        for (SelectionKey key : selector.keys()) {
          if (key.isValid()) {
            progress((Transfer) key.attachment(), false);
          }
        }
      }
    }
    selector.keys().forEach(key -> end((Transfer) key.attachment()));
    arriving.forEach(this::end);
  }

  private void begin(Transfer transfer) {
    try {
      transfer.channel.register(selector, SelectionKey.OP_READ, transfer);
      transfer.begin(System.nanoTime());
    } catch (IOException | RuntimeException failed) {
      abort(transfer, failed);
    }
  }

  private void progress(Transfer transfer, boolean readable) {
    try {
      if (readable) {
        transfer.receive(buffer, System.nanoTime());
      } else {
        transfer.tick(System.nanoTime());
      }
      if (transfer.over()) {
        end(transfer);
      }
    } catch (IOException | RuntimeException failed) {
      abort(transfer, failed);
    }
  }

  private void abort(Transfer transfer, Exception failed) {
    // Most often "port unreachable": the client has what it wanted and is gone.
    log.debug("TFTP to {} ends: {}", transfer.client, failed.toString());
    end(transfer);
  }

  private void end(Transfer transfer) {
    try {
      transfer.close();
    } catch (IOException failed) {
      log.debug("TFTP to {}: {}", transfer.client, failed.toString());
    }
    ended.accept(transfer);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join(2_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    selector.close();
  }
}
