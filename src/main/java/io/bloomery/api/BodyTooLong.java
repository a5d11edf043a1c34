package io.bloomery.api;

import java.io.IOException;

/** A request brought more than its address takes. */
final class BodyTooLong extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLong(long most) {
    super("body: longer than %d bytes (expected: at most that)".formatted(most));
  }
}
