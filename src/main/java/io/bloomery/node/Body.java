package io.bloomery.node;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads request bodies of bounded size. */
final class Body {
  static final int FORM = 16 << 10;
  static final int ANSWER = 1 << 20;

  private Body() {}

  static byte[] read(HttpServletRequest request, int most) throws IOException {
    if (request.getContentLengthLong() > most) {
      throw tooLarge(most);
    }
    byte[] body = request.getInputStream().readNBytes(most + 1);
    if (body.length > most) {
      throw tooLarge(most);
    }
    return body;
  }

  private static Refused tooLarge(int most) {
    return Refused.tooLarge("body: too large (expected: at most " + most + " bytes)");
  }
}
