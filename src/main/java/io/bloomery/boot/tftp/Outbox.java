package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;

/** What transfers have to say; it leaves with {@link #flush}. */
interface Outbox {
  /**
   * @param first number of a block, counted from 1 without end
   * @param count of blocks that follow each other
   */
  void blocks(Transfer transfer, long first, int count);

  /** The acknowledgement of the transfer's options. */
  void options(Transfer transfer);

  /**
   * @param from the address to answer from, or null where there is only one
   */
  void error(UdpAddress to, UdpAddress from, TftpRefusal error);

  void flush();
}
