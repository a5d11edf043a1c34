package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sees all that is said, and stops at what must never be. */
final class TftpFuzzWatch implements Outbox {
  /** Times that may be answered to an address that has not proven to be there: it may be forged. */
  private static final int BLIND = 5;

  /** Bytes of all of these together: a block of the usual size, each time. */
  private static final int BLIND_BYTES = BLIND * 512;

  private static final int LARGEST_WINDOW = 64;
  private static final int LARGEST_BLOCK = 1468;

  /** Length of the one file that must not be served, which no other has. */
  static final int OUTSIDE = 6;

  /** What is known of a transfer. */
  private static final class Said {
    private long last;
    private int blind;
    private int blindBytes;
    private boolean proven;
  }

  private final Map<Transfer, Said> open = new HashMap<>();
  private UdpAddress speaker;
  private boolean spokeError;
  private boolean acknowledged;
  private int asked;
  private int answers;
  private long way;
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
    asked = packet.length;
    answers = 0;
    way = Math.min(operation & 0xffff, 8);
  }

  /** It came to the port of its sender's transfer: whoever acknowledges is there. */
  void heardBy(Transfer transfer) {
    if (acknowledged && open.containsKey(transfer)) {
      open.get(transfer).proven = true;
    }
  }

  /** The next packets are sent because time has passed. */
  void silence() {
    speaker = null;
    spokeError = false;
    acknowledged = false;
  }

  /** What the answers to the last packet were, as far as they differ in kind. */
  long way() {
    return way;
  }

  long lastSent(Transfer transfer) {
    Said said = open.get(transfer);
    return said == null ? 0 : said.last;
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private Said said(Transfer transfer, int bytes) {
    one();
    check(speaker == null || speaker.equals(transfer.client), "answered to somebody else");
    check(!spokeError, "an error was answered");
    Said said = open.get(transfer);
    if (said == null) {
      check(transfer.length() != OUTSIDE, "a file from outside the root: " + transfer.name);
      said = new Said();
      open.put(transfer, said);
      begun++;
    }
    if (!said.proven) {
      said.blind++;
      said.blindBytes += bytes;
      check(said.blind <= BLIND, "sent again and again to somebody who never answered");
      check(said.blindBytes <= BLIND_BYTES, said.blindBytes + " bytes to who never answered");
    }
    return said;
  }

  /** One packet is answered once, if a window counts as one. */
  private void one() {
    check(speaker == null || ++answers == 1, "a second answer to one packet");
  }

  @Override
  public void blocks(Transfer transfer, long first, int count) {
    check(first > 0 && count > 0 && count <= LARGEST_WINDOW, "window: " + first + " " + count);
    int bytes = 0;
    for (long block = first; block < first + count; block++) {
      int length = transfer.lengthOf(block);
      check(length >= 0 && length <= transfer.blockSize(), "length of a block: " + length);
      check(transfer.blockSize() <= LARGEST_BLOCK, "block size: " + transfer.blockSize());
      check(
          transfer.addressOf(block) - transfer.addressOf(1) + length <= transfer.length(),
          "a block behind the end of the file");
      bytes += length;
    }
    said(transfer, bytes).last = first + count - 1;
    blocks += count;
    way = (way * 31 + 3) * 31 + count;
  }

  @Override
  public void options(Transfer transfer) {
    byte[] options = transfer.options();
    said(transfer, options.length).last = 0;
    check(options.length < 512, "options: " + options.length + " bytes");
    // RFC 2347: none that was not asked for, so never much longer than the question.
    check(speaker == null || options.length <= asked + 16, "more options than were asked for");
    check(options[0] == 0 && options[1] == 6, "no acknowledgement of options");
    check(options[options.length - 1] == 0, "options without an end");
    String[] words =
        new String(options, 2, options.length - 2, StandardCharsets.US_ASCII).split("\0");
    check(words.length % 2 == 0, "an option without a value: " + Arrays.toString(words));
    way = (way * 31 + 6) * 31;
    for (int i = 0; i < words.length; i += 2) {
      check(words[i + 1].matches("[0-9]{1,10}"), "value: " + words[i + 1]);
      way = (way + words[i].hashCode()) * 31 + words[i + 1].length();
    }
  }

  @Override
  public void error(UdpAddress to, UdpAddress from, TftpRefusal error) {
    one();
    check(speaker == null || to.equals(speaker), "an error to somebody else");
    check(!spokeError, "an error was answered with an error");
    byte[] packet = error.packet();
    check(packet.length < 1500 && packet.length <= asked + 128, "an error of " + packet.length);
    check(packet[0] == 0 && packet[1] == 5 && packet[packet.length - 1] == 0, "no error packet");
    errors++;
    String text = String.valueOf(error.getMessage());
    way =
        ((way * 31 + 5) * 31 + error.code()) * 31
            + text.substring(0, Math.min(6, text.length())).hashCode();
  }

  void ended(Transfer transfer) {
    check(open.remove(transfer) != null, "ended twice, or never begun");
    completed += transfer.complete() ? 1 : 0;
    way = way * 31 + (transfer.complete() ? 11 : 13);
  }

  @Override
  public void flush() {
    // Everything was seen already.
  }

  /** The mutations must neither be harmless nor all be turned away at the door. */
  void checkBusy(long packets) {
    check(begun > packets / 100, "transfers: " + begun);
    check(completed > packets / 400, "complete: " + completed);
    check(errors > packets / 200, "errors: " + errors);
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
