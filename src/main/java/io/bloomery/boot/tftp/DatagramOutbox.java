package io.bloomery.boot.tftp;

import io.bloomery.boot.link.SendBatch;
import io.bloomery.boot.link.UdpAddress;
import io.bloomery.boot.link.UdpSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends through a socket: a window of blocks as one datagram that the kernel cuts. */
final class DatagramOutbox implements Outbox {
  private static final Logger log = LoggerFactory.getLogger(DatagramOutbox.class);
  private static final int DATA = 3 << 16;
  private static final int HEADER = 4;

  private final SendBatch batch;

  DatagramOutbox(UdpSocket socket) {
    batch = new SendBatch(socket, DatagramOutbox::failed);
  }

  private static void failed(Object owner, int error) {
    // Whatever else fails is lost and sent again.
    log.debug("TFTP to {}: not sent, error {}", owner, error);
    if (error == SendBatch.FILE_CUT_SHORT && owner instanceof Transfer transfer) {
      transfer.breakOff();
    }
  }

  @Override
  public void blocks(Transfer transfer, long first, int count) {
    int length = transfer.blockSize() + HEADER;
    int most = batch.segments(length);
    long end = first + count;
    for (long next = first; next < end; ) {
      long last = Math.min(next + most, end);
      batch.begin(transfer.client, transfer.local, transfer);
      for (long block = next; block < last; block++) {
        batch.add(DATA | (int) block & 0xffff, transfer.addressOf(block), transfer.lengthOf(block));
      }
      batch.end(last - next == 1 ? 0 : length);
      next = last;
    }
  }

  @Override
  public void options(Transfer transfer) {
    packet(transfer.client, transfer.local, transfer.options());
  }

  @Override
  public void error(UdpAddress to, UdpAddress from, TftpRefusal error) {
    packet(to, from, error.packet());
  }

  private void packet(UdpAddress to, UdpAddress from, byte[] bytes) {
    batch.begin(to, from, to);
    batch.add(bytes);
    batch.end(0);
  }

  @Override
  public void flush() {
    batch.flush();
  }
}
