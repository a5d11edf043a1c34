package io.bloomery.boot.tftp;

import com.sun.jna.LastErrorException;
import io.bloomery.boot.journal.AddressNotes;
import io.bloomery.boot.link.ReceiveBatch;
import io.bloomery.boot.link.UdpSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Read requests at one port, and the ports their transfers go through. */
final class TftpListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TftpListener.class);

  /** Requests that follow each other go to different ports, so that no late packet is mistaken. */
  private static final int LOOPS = 2;

  private static final int BATCH = 16;

  /** RFC 2347: a request has at most 512 bytes; some more tell one that is longer. */
  private static final int LONGEST = 600;

  private final UdpSocket socket;
  private final Requests requests;
  private final Outbox refusals;
  private final List<TransferLoop> loops = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /** How sockets at its address are opened. */
  interface Sockets {
    /**
     * @param port 0 takes any free one
     */
    UdpSocket open(int port) throws LastErrorException;
  }

  TftpListener(
      String name,
      Sockets sockets,
      int port,
      Requests.Files files,
      OpenTransfers open,
      Transfer.Limits limits,
      AddressNotes notes) {
    socket = sockets.open(port);
    refusals = new DatagramOutbox(socket);
    for (int i = 0; i < LOOPS; i++) {
      loops.add(
          new TransferLoop(
              name + "-" + i, sockets.open(0), transfer -> Requests.ended(transfer, open, notes)));
    }
    requests =
        new Requests(
            files, open, loops.stream().map(TransferLoop::transfers).toList(), limits, notes);
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.port();
  }

  private void run() {
    ReceiveBatch batch = new ReceiveBatch(BATCH, LONGEST);
    while (!closed) {
      int count = 0;
      try {
        count = batch.await(socket);
      } catch (IOException failed) {
        log.error("TFTP requests", failed);
        TransferLoop.pause();
      }
      for (int i = 0; i < count; i++) {
        receive(batch, i);
      }
      refusals.flush();
    }
  }

  private void receive(ReceiveBatch batch, int i) {
    try {
      requests.receive(batch.from(i), batch.at(i), batch.content(i), refusals, System.nanoTime());
    } catch (RuntimeException failed) {
      log.warn("a TFTP request was not answered: {}", failed.toString());
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
    loops.forEach(TransferLoop::close);
    socket.close();
  }
}
