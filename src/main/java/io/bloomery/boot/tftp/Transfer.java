package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One file on its way to one client, in windows of one block or more (RFC 7440). Blocks are counted
 * without end here; on the wire the count goes round at 65536. It has no socket: what it has to say
 * goes to an {@link Outbox}.
 */
final class Transfer implements AutoCloseable {
  static final int ACKNOWLEDGEMENT = 4;
  static final int ERROR = 5;
  private static final int BLOCK = 512;
  private static final int MOST_TRIES = 6;

  /** A client that asks for more could hold a transfer open for an hour. */
  private static final int LONGEST_TIMEOUT = 5;

  private static final long LONGEST_PAUSE = Duration.ofSeconds(16).toNanos();

  /** Whoever asks under a foreign address never acknowledges anything. */
  private static final long FIRST_WORD = Duration.ofSeconds(10).toNanos();

  final UdpAddress client;

  /** The address it asked, where the socket has several; else null. */
  final UdpAddress local;

  final String name;
  private final Content file;
  private final long start;
  private final long length;
  private final int blockSize;
  private final int window;
  private final long lastBlock;
  private final byte[] options;
  private final long patience;

  private long acknowledged;
  private long sent;
  private int tries;
  private long begun;
  private long lastWord;
  private long deadline;
  private volatile boolean heard;

  /**
   * One repeated acknowledgement restarts the window; more of them must not (RFC 1123 section
   * 4.2.3.1).
   */
  private boolean restarted;

  private boolean optionsOpen;
  private boolean over;

  Transfer(ReadRequest request, UdpAddress client, UdpAddress local, Content file, Limits limits) {
    this.client = client;
    this.local = local;
    name = request.file();
    this.file = file;
    start = file.address();
    length = file.length();
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
    options = acknowledgement(granted);
    optionsOpen = !granted.isEmpty();
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

  /** RFC 2347: operation 6, then names and values. */
  private static byte[] acknowledgement(Map<String, String> granted) {
    StringBuilder text = new StringBuilder();
    granted.forEach((name, value) -> text.append(name).append('\0').append(value).append('\0'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + bytes.length).putShort((short) 6).put(bytes).array();
  }

  int blockSize() {
    return blockSize;
  }

  long length() {
    return length;
  }

  byte[] options() {
    return options;
  }

  /** Where a block begins. */
  long addressOf(long block) {
    return start + (block - 1) * blockSize;
  }

  int lengthOf(long block) {
    return (int) Math.min(blockSize, length - (block - 1) * blockSize);
  }

  void begin(Outbox out, long now) {
    begun = now;
    lastWord = now;
    tries = 1;
    send(out, now);
  }

  boolean over() {
    return over;
  }

  /** Ends it: the file is not there any more. */
  void breakOff() {
    over = true;
  }

  /** Whether the client acknowledged all of it. */
  boolean complete() {
    return acknowledged == lastBlock;
  }

  /** Whether the client has acknowledged anything: its address is its own, then. */
  boolean heard() {
    return heard;
  }

  /** Whether the client has said nothing for as long as it takes to ask again. */
  boolean silent(long now) {
    return now - lastWord >= patience;
  }

  /**
   * Takes a packet of the client.
   *
   * @param number its second word: the block of an acknowledgement
   */
  void receive(int operation, int number, Outbox out, long now) {
    if (operation == ACKNOWLEDGEMENT) {
      heard = true;
      lastWord = now;
      acknowledge(number, out, now);
    } else if (operation == ERROR) {
      // EDK2 probes the size this way.
      over = true;
    }
    // Anything else has no business here.
  }

  private void acknowledge(int count, Outbox out, long now) {
    if (optionsOpen) {
      if (count == 0) {
        optionsOpen = false;
        progress(out, now);
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
        send(out, now);
      }
      return;
    }
    acknowledged = block;
    if (acknowledged == lastBlock) {
      over = true;
    } else {
      progress(out, now);
    }
  }

  private void progress(Outbox out, long now) {
    tries = 1;
    restarted = false;
    send(out, now);
  }

  /** Sends again if the client has been silent too long; gives up after some tries. */
  void tick(Outbox out, long now) {
    if (over) {
      return;
    }
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
    send(out, now);
  }

  private void send(Outbox out, long now) {
    deadline = now + Math.min(patience << Math.min(tries - 1, 4), LONGEST_PAUSE);
    if (optionsOpen) {
      out.options(this);
      return;
    }
    sent = Math.min(acknowledged + window, lastBlock);
    if (sent == lastBlock && !file.unchanged()) {
      // A client must not take a mixture of two files for either.
      out.error(
          client,
          local,
          new TftpRefusal(TftpRefusal.NOT_DEFINED, "the file changed while it was sent"));
      over = true;
      return;
    }
    out.blocks(this, acknowledged + 1, (int) (sent - acknowledged));
  }

  @Override
  public void close() {
    file.close();
  }

  @Override
  public String toString() {
    return client + " (" + name + ")";
  }
}
