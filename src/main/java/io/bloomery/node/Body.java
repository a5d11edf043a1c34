package io.bloomery.node;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads request bodies of bounded size, in bounded time, and for few of them at a time: there are
 * few threads, and a byte now and then would hold one for ever.
 */
final class Body {
  static final int FORM = 16 << 10;
  static final int ANSWER = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /**
   * Of the boot port's 32 threads; what is there already, as most bodies are, waits for nothing.
   */
  private static final Waiters WAITERS = new Waiters(24, 4);

  private Body() {}

  /**
   * Reads all of it.
   *
   * @param who sends it: a machine's id, or its NIC
   */
  static byte[] read(HttpServletRequest request, int most, String who) throws IOException {
    if (request.getContentLengthLong() > most) {
      throw tooLarge(most);
    }
    long begun = System.nanoTime();
    ServletInputStream in = request.getInputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    boolean waits = false;
    try {
      while (true) {
        if (!waits && in.available() == 0 && !in.isFinished()) {
          waits = WAITERS.enter(who);
          if (!waits) {
            throw Refused.later("body: others are waited for (expected: all of it at once)");
          }
        }
        int read = in.read(piece);
        if (read < 0) {
          return body.toByteArray();
        }
        body.write(piece, 0, read);
        if (body.size() > most) {
          throw tooLarge(most);
        }
        if (System.nanoTime() - begun > LONGEST.toNanos()) {
          throw Refused.tooSlow("body: too slow (expected: within " + LONGEST.toSeconds() + " s)");
        }
      }
    } finally {
      if (waits) {
        WAITERS.leave(who);
      }
    }
  }

  private static Refused tooLarge(int most) {
    return Refused.tooLarge("body: too large (expected: at most " + most + " bytes)");
  }
}
