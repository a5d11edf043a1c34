package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Sees all that is said, and stops at what must never be. */
final class TftpFuzzWatch implements Outbox {
  /** Times that may be answered to an address that has not proven to be there: it may be forged. */
  private static final int BLIND = 5;

  private static final int LARGEST_WINDOW = 64;

  private final Map<Transfer, Long> lastSent = new HashMap<>();
  private final Map<Transfer, Integer> blind = new HashMap<>();
  private UdpAddress speaker;
  private boolean spokeError;
  private boolean acknowledged;
  private long begun;
  private long completed;
  private long blocks;
  private long errors;

  /** The next answers are to this packet. */
  void heard(UdpAddress from, byte[] packet) {
    speaker = from;
    ByteBuffer words = ByteBuffer.wrap(packet);
    int operation = packet.length < 2 ? 0 : words.getShort(0);
    spokeError = operation == Transfer.ERROR;
    acknowledged = operation == Transfer.ACKNOWLEDGEMENT;
  }

  /** The next packets are sent because time has passed. */
  void silence() {
    speaker = null;
    spokeError = false;
    acknowledged = false;
  }

  long lastSent(Transfer transfer) {
    return lastSent.getOrDefault(transfer, 0L);
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private void said(Transfer transfer) {
    check(speaker == null || speaker.equals(transfer.client), "answered to somebody else");
    check(!spokeError, "an error was answered");
    if (blind.merge(transfer, 1, Integer::sum) == 1) {
      begun++;
    }
    if (acknowledged && speaker != null) {
      blind.put(transfer, -1_000_000);
    }
    check(blind.get(transfer) <= BLIND, "sent again and again to somebody who never answered");
  }

  @Override
  public void blocks(Transfer transfer, long first, int count) {
    said(transfer);
    check(first > 0 && count > 0 && count <= LARGEST_WINDOW, "window: " + first + " " + count);
    for (long block = first; block < first + count; block++) {
      int length = transfer.lengthOf(block);
      check(length >= 0 && length <= transfer.blockSize(), "length of a block: " + length);
      check(transfer.blockSize() <= 1468, "block size: " + transfer.blockSize());
      check(
          transfer.addressOf(block) - transfer.addressOf(1) + length <= transfer.length(),
          "a block behind the end of the file");
    }
    lastSent.put(transfer, first + count - 1);
    blocks += count;
  }

  @Override
  public void options(Transfer transfer) {
    said(transfer);
    check(transfer.options().length < 512, "options: " + transfer.options().length + " bytes");
    lastSent.put(transfer, 0L);
  }

  @Override
  public void error(UdpAddress to, UdpAddress from, TftpRefusal error) {
    check(speaker == null || to.equals(speaker), "an error to somebody else");
    check(!spokeError, "an error was answered with an error");
    check(error.packet().length < 512, "an error of " + error.packet().length + " bytes");
    errors++;
  }

  void ended(Transfer transfer) {
    check(blind.containsKey(transfer), "ended twice, or never begun");
    lastSent.remove(transfer);
    blind.remove(transfer);
    completed += transfer.complete() ? 1 : 0;
  }

  @Override
  public void flush() {
    // Everything was seen already.
  }

  @Override
  public String toString() {
    return begun
        + " transfers, "
        + completed
        + " complete, "
        + blocks
        + " blocks, "
        + errors
        + " errors";
  }
}
