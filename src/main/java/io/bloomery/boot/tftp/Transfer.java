package io.bloomery.boot.tftp;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One file on its way to one client, in windows of one block or more (RFC 7440). Blocks are counted
 * without end here; on the wire the count goes round at 65536.
 */
final class Transfer implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int MOST_TRIES = 6;

  private static final int ACKNOWLEDGEMENT = 4;

  /** A client that asks for more could hold a transfer open for an hour. */
  private static final int LONGEST_TIMEOUT = 5;

  private static final long LONGEST_PAUSE = Duration.ofSeconds(16).toNanos();

  /** Whoever asks under a foreign address never acknowledges anything. */
  private static final long FIRST_WORD = Duration.ofSeconds(10).toNanos();

  /** Bytes of the file in memory; of a thousand transfers 32 MiB. */
  private static final int AHEAD = 32 << 10;

  final SocketAddress client;
  final DatagramChannel channel;
  final String name;
  private final Content file;
  private final long length;
  private final int blockSize;
  private final int window;
  private final long lastBlock;
  private final ByteBuffer[] packet = {ByteBuffer.allocate(4), null};
  private final ByteBuffer ahead;
  private final ByteBuffer optionsPacket;
  private final long patience;

  private long aheadFrom;
  private long acknowledged;
  private long sent;
  private int tries;
  private long begun;
  private long deadline;
  private boolean heard;

  /**
   * One repeated acknowledgement restarts the window; more of them must not (RFC 1123 section
   * 4.2.3.1).
   */
  private boolean restarted;

  private boolean optionsOpen;
  private boolean over;

  Transfer(
      ReadRequest request,
      SocketAddress client,
      DatagramChannel channel,
      Content file,
      Limits limits)
      throws IOException {
    this.client = client;
    name = request.file();
    this.channel = channel;
    this.file = file;
    length = file.size();
    Map<String, String> granted = new LinkedHashMap<>();
    blockSize = granted(request, granted, "blksize", 8, limits.blockSize(), BLOCK);
    window = granted(request, granted, "windowsize", 1, limits.window(), 1);
    Duration waits =
        Duration.ofSeconds(granted(request, granted, "timeout", 1, LONGEST_TIMEOUT, 1));
    if (request.options().containsKey("tsize")) {
      granted.put("tsize", Long.toString(length));
    }
    patience = waits.toNanos();
    lastBlock = length / blockSize + 1;
    ahead = ByteBuffer.allocate((int) Math.min(Math.max(AHEAD, blockSize), length + 1));
    ahead.limit(0);
    optionsPacket = granted.isEmpty() ? null : options(granted);
    optionsOpen = optionsPacket != null;
  }

  /**
   * How much of what clients ask for they get.
   *
   * @param blockSize what fits into a frame without fragments
   */
  record Limits(int blockSize, int window) {}

  /**
   * Block and window size are lowered to fit; a time-out is as asked or not acknowledged (RFC
   * 2349).
   */
  private static int granted(
      ReadRequest request,
      Map<String, String> granted,
      String option,
      int least,
      int most,
      int otherwise) {
    int asked = request.number(option, least).orElse(0);
    int value = option.equals("timeout") && asked > most ? 0 : Math.min(asked, most);
    if (value == 0) {
      return otherwise;
    }
    granted.put(option, Integer.toString(value));
    return value;
  }

  private static ByteBuffer options(Map<String, String> granted) {
    StringBuilder text = new StringBuilder();
    granted.forEach((name, value) -> text.append(name).append('\0').append(value).append('\0'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + bytes.length).putShort((short) 6).put(bytes).flip();
  }

  void begin(long now) throws IOException {
    begun = now;
    tries = 1;
    send(now);
  }

  boolean over() {
    return over;
  }

  /** Whether the client acknowledged all of it. */
  boolean complete() {
    return acknowledged == lastBlock;
  }

  /** Takes one datagram; the selector says if there are more. */
  void receive(ByteBuffer buffer, long now) throws IOException {
    buffer.clear();
    if (channel.read(buffer) < 4) {
      return;
    }
    buffer.flip();
    if (buffer.getShort() == ACKNOWLEDGEMENT) {
      heard = true;
      acknowledge(buffer.getShort() & 0xffff, now);
    } else {
      // An error ends it: EDK2 probes the size this way. Anything else has no business here.
      over = true;
    }
  }

  private void acknowledge(int count, long now) throws IOException {
    if (optionsOpen) {
      if (count == 0) {
        optionsOpen = false;
        progress(now);
      }
      return;
    }
    long block = acknowledged + (count - acknowledged & 0xffff);
    if (block > sent) {
      return;
    }
    if (block == acknowledged) {
      // The first block of a window was lost, if windows have more than one; else it is the old
      // duplicate.
      if (window > 1 && !restarted) {
        restarted = true;
        send(now);
      }
      return;
    }
    acknowledged = block;
    if (acknowledged == lastBlock) {
      over = true;
    } else {
      progress(now);
    }
  }

  private void progress(long now) throws IOException {
    tries = 1;
    restarted = false;
    send(now);
  }

  /** Sends again if the client has been silent too long; gives up after some tries. */
  void tick(long now) throws IOException {
    if (!heard && now - begun > FIRST_WORD) {
      over = true;
      return;
    }
    if (now - deadline < 0) {
      return;
    }
    if (++tries > MOST_TRIES) {
      over = true;
      return;
    }
    restarted = false;
    send(now);
  }

  private void send(long now) throws IOException {
    deadline = now + Math.min(patience << Math.min(tries - 1, 4), LONGEST_PAUSE);
    if (optionsOpen) {
      channel.write(optionsPacket.duplicate());
      return;
    }
    long end = Math.min(acknowledged + window, lastBlock);
    sent = acknowledged;
    while (sent < end) {
      if (!sendBlock(sent + 1)) {
        return;
      }
      sent++;
    }
  }

  private boolean sendBlock(long block) throws IOException {
    long at = (block - 1) * blockSize;
    int size = (int) Math.min(blockSize, length - at);
    if (at < aheadFrom || at + size > aheadFrom + ahead.limit()) {
      readAhead(at);
    }
    packet[0].clear().putShort((short) 3).putShort((short) block).flip();
    packet[1] = ahead.slice((int) (at - aheadFrom), size);
    // If the socket's buffer is full nothing is written; the client then asks again from the last
    // block it has.
    return channel.write(packet) > 0;
  }

  /** A read of the file for each block would cost as much as sending it. */
  private void readAhead(long from) throws IOException {
    ahead.clear();
    while (ahead.hasRemaining() && file.read(ahead, from + ahead.position()) > 0) {
      // Until it is full, or the file ends.
    }
    ahead.flip();
    aheadFrom = from;
    if (ahead.limit() < Math.min(ahead.capacity(), length - from)) {
      // Shorter than it was at the start: a short block would be taken for the end of the file.
      throw new IOException("the file was cut short while it was sent");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    file.close();
  }
}
