package io.bloomery.boot.link;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Datagrams that leave with one call. Several of one length for one receiver leave as one: the
 * kernel, or the network card, cuts them apart (UDP_SEGMENT). What is sent from mapped files is
 * copied by the kernel alone.
 */
public final class SendBatch {
  /** The kernel takes so many in one datagram that is to be cut. */
  private static final int SEGMENTS = 64;

  private static final int LARGEST = 65_000;
  private static final int MESSAGES = 128;
  private static final int PIECES = 1024;
  private static final int WORDS = 8192;
  private static final int SMALL = 1024;

  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_PKTINFO = 50;
  private static final int EIO = 5;
  private static final int EINVAL = 22;
  private static final int EMSGSIZE = 90;
  private static final int ENOPROTOOPT = 92;
  private static final int EOPNOTSUPP = 95;

  // struct mmsghdr, sockaddr, struct iovec, and two control messages.
  private static final int HEADER = 64;
  private static final int NAME = 32;
  private static final int PIECE = 16;
  private static final int CONTROL = 64;

  private static final int NAMES_AT = MESSAGES * HEADER;
  private static final int PIECES_AT = NAMES_AT + MESSAGES * NAME;
  private static final int CONTROLS_AT = PIECES_AT + PIECES * PIECE;
  private static final int WORDS_AT = CONTROLS_AT + MESSAGES * CONTROL;

  /** Hears what could not be sent. */
  public interface Failures {
    /**
     * @param owner as it was given with the datagram
     * @param error the kernel's number for it
     */
    void failed(Object owner, int error);
  }

  /** The kernel's EFAULT: a mapped file became shorter than what was to be sent of it. */
  public static final int FILE_CUT_SHORT = 14;

  private final UdpSocket socket;
  private final Failures failures;
  private final ByteBuffer memory = ByteBuffer.allocateDirect(WORDS_AT + WORDS);
  private final long base = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
  private final Object[] owners = new Object[MESSAGES];
  private final int[] lengths = new int[MESSAGES];
  private boolean segmenting;
  private int messages;
  private int pieces;
  private int words;
  private int firstPiece;

  public SendBatch(UdpSocket socket, Failures failures) {
    this.socket = socket;
    this.failures = failures;
    segmenting = knowsSegments(socket);
  }

  /** A kernel that does not know them would send them uncut, without a word. */
  private static boolean knowsSegments(UdpSocket socket) {
    try {
      Libc.option(socket.number, SOL_UDP, UDP_SEGMENT, 0);
      return true;
    } catch (LastErrorException unknown) {
      return false;
    }
  }

  /** How many datagrams of this length go into one that is cut; 1 where none is cut. */
  public int segments(int length) {
    return segmenting ? Math.max(1, Math.min(SEGMENTS, LARGEST / length)) : 1;
  }

  /**
   * Begins a datagram.
   *
   * @param from the address to send from, or null where the socket has one
   * @param owner whom {@link Failures} shall hear of
   */
  public void begin(UdpAddress to, UdpAddress from, Object owner) {
    if (messages == MESSAGES || pieces + 2 * SEGMENTS > PIECES || words + SMALL > WORDS) {
      flush();
    }
    owners[messages] = owner;
    firstPiece = pieces;
    int at = messages * HEADER;
    int name = NAMES_AT + messages * NAME;
    number(at, base + name);
    memory.putInt(at + 8, UdpAddress.native32(to.write(memory, name)));
    number(at + 16, base + PIECES_AT + (long) pieces * PIECE);
    number(at + 40, 0);
    if (from != null) {
      int control = control(at, 20);
      memory.putInt(control + 8, UdpAddress.native32(IPPROTO_IPV6));
      memory.putInt(control + 12, UdpAddress.native32(IPV6_PKTINFO));
      memory.putLong(control + 16, from.high());
      memory.putLong(control + 24, from.low());
      memory.putInt(control + 32, UdpAddress.native32(from.scope()));
    }
  }

  /** Makes room for a control message behind those there are. */
  private int control(int at, int length) {
    int used = (int) UdpAddress.native64(memory.getLong(at + 40));
    int control = CONTROLS_AT + messages * CONTROL + used;
    number(at + 32, base + CONTROLS_AT + (long) messages * CONTROL);
    number(at + 40, used + 16 + (length + 7 & ~7));
    number(control, 16 + length);
    return control;
  }

  private void number(int at, long value) {
    memory.putLong(at, UdpAddress.native64(value));
  }

  /** Adds a big-endian number of four bytes, and bytes that must stay where they are. */
  public void add(int word, long address, int length) {
    memory.putInt(WORDS_AT + words, word);
    piece(base + WORDS_AT + words, 4);
    words += 4;
    piece(address, length);
  }

  /** Adds bytes, 1024 at most, by copying them. */
  public void add(byte[] bytes) {
    memory.put(WORDS_AT + words, bytes);
    piece(base + WORDS_AT + words, bytes.length);
    words += bytes.length;
  }

  private void piece(long address, int length) {
    int at = PIECES_AT + pieces++ * PIECE;
    number(at, address);
    number(at + 8, length);
  }

  /**
   * Ends the datagram.
   *
   * @param segment length of each of those that it is to be cut into, each of them one {@link
   *     #add(int, long, int)}; 0 if it is one
   */
  public void end(int segment) {
    int at = messages * HEADER;
    number(at + 24, pieces - firstPiece);
    lengths[messages] = segment;
    if (segment > 0) {
      int control = control(at, 2);
      memory.putInt(control + 8, UdpAddress.native32(SOL_UDP));
      memory.putInt(control + 12, UdpAddress.native32(UDP_SEGMENT));
      memory.putShort(control + 16, UdpAddress.native16((short) segment));
    }
    messages++;
  }

  /** Sends what there is. What the network does not take is lost, as on the way. */
  public void flush() {
    int done = 0;
    while (done < messages) {
      int sent = Libc.sendmmsg(socket.number, base + (long) done * HEADER, messages - done, 0);
      if (sent > 0) {
        done += sent;
        continue;
      }
      int error = Native.getLastError();
      if (error != Libc.EINTR) {
        refused(done++, error);
      }
    }
    messages = 0;
    pieces = 0;
    words = 0;
  }

  private void refused(int message, int error) {
    boolean uncut =
        lengths[message] > 0
            && (error == EIO
                || error == EINVAL
                || error == EMSGSIZE
                || error == ENOPROTOOPT
                || error == EOPNOTSUPP);
    if (!uncut) {
      failures.failed(owners[message], error);
      return;
    }
    // A route with smaller packets refuses this one; an interface that cannot cut, all.
    segmenting = error == EINVAL || error == EMSGSIZE;
    oneByOne(message);
  }

  private void oneByOne(int message) {
    int at = message * HEADER;
    int count = (int) UdpAddress.native64(memory.getLong(at + 24));
    long control = UdpAddress.native64(memory.getLong(at + 40)) - 24;
    number(at + 40, control);
    for (int i = 0; i < count; i += 2) {
      number(at + 24, 2);
      if (Libc.sendmmsg(socket.number, base + at, 1, 0) < 0) {
        failures.failed(owners[message], Native.getLastError());
        return;
      }
      number(at + 16, UdpAddress.native64(memory.getLong(at + 16)) + 2 * PIECE);
    }
  }
}
