package io.bloomery.node;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads request bodies of bounded size, in bounded time: there are few threads, and a byte now and
 * then would hold one for ever.
 */
final class Body {
  static final int FORM = 16 << 10;
  static final int ANSWER = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Body() {}

  static byte[] read(HttpServletRequest request, int most) throws IOException {
    if (request.getContentLengthLong() > most) {
      throw tooLarge(most);
    }
    long begun = System.nanoTime();
    InputStream in = request.getInputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      body.write(piece, 0, read);
      if (body.size() > most) {
        throw tooLarge(most);
      }
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw Refused.tooSlow("body: too slow (expected: within " + LONGEST.toSeconds() + " s)");
      }
    }
    return body.toByteArray();
  }

  private static Refused tooLarge(int most) {
    return Refused.tooLarge("body: too large (expected: at most " + most + " bytes)");
  }
}
