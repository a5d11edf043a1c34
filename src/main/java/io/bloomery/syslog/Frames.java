package io.bloomery.syslog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds messages in the stream of one connection (RFC 6587): with their length before them (section
 * 3.4.1), or ended by a line feed or NUL (3.4.2). Each message may be framed its own way; one that
 * is framed by its length begins with a digit, every other one with {@code <}.
 */
final class Frames {
  /** Of each message so much is kept; RFC 5425 asks for 8192. */
  static final int LONGEST = 8192;

  private static final int MOST_DIGITS = 7;
  private static final byte[] NOTHING = {};

  private enum Place {
    BEFORE,
    COUNT,
    COUNTED,
    LINE
  }

  /** Takes a message. */
  interface Reader {
    /**
     * @param message all of what is kept of it
     * @param cut whether it was longer
     */
    void read(ByteBuffer message, boolean cut);
  }

  private final Reader reader;
  private Place place = Place.BEFORE;
  private byte[] message = NOTHING;
  private int length;
  private boolean cut;

  /** How much of a counted message is still to come. */
  private int left;

  Frames(Reader reader) {
    this.reader = reader;
  }

  void take(ByteBuffer in) {
    while (in.hasRemaining()) {
      if (place == Place.COUNTED) {
        counted(in);
      } else {
        take(in.get());
      }
    }
  }

  /** What a sender had not ended when it went. */
  void end() {
    if (length > 0) {
      finish();
    }
  }

  private void take(byte one) {
    switch (place) {
      case BEFORE -> {
        if (one >= '1' && one <= '9') {
          place = Place.COUNT;
          keep(one);
        } else if (one != '\n' && one != '\r' && one != 0 && one != ' ') {
          place = Place.LINE;
          keep(one);
        }
      }
      case COUNT -> {
        if (one >= '0' && one <= '9' && length < MOST_DIGITS) {
          keep(one);
        } else if (one == ' ') {
          left = Integer.parseInt(new String(message, 0, length, StandardCharsets.US_ASCII));
          length = 0;
          place = Place.COUNTED;
        } else {
          // No length after all.
          place = Place.LINE;
          take(one);
        }
      }
      default -> {
        if (one == '\n' || one == 0) {
          finish();
        } else {
          keep(one);
        }
      }
    }
  }

  private void counted(ByteBuffer in) {
    int now = Math.min(left, in.remaining());
    int room = Math.min(now, LONGEST - length);
    grow(length + room);
    in.get(message, length, room);
    in.position(in.position() + now - room);
    length += room;
    cut |= room < now;
    left -= now;
    if (left == 0) {
      finish();
    }
  }

  private void keep(byte one) {
    if (length == LONGEST) {
      cut = true;
      return;
    }
    grow(length + 1);
    message[length++] = one;
  }

  private void grow(int least) {
    if (least > message.length) {
      message = Arrays.copyOf(message, Math.min(LONGEST, Math.max(least, 2 * message.length)));
    }
  }

  private void finish() {
    ByteBuffer whole = ByteBuffer.wrap(message, 0, length);
    boolean wasCut = cut;
    // Thousands of connections have nothing to say most of the time.
    message = NOTHING;
    length = 0;
    cut = false;
    place = Place.BEFORE;
    reader.read(whole, wasCut);
  }
}
