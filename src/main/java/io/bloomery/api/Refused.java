package io.bloomery.api;

import org.springframework.http.HttpStatus;

/** This caller may not, or not now. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final HttpStatus status;

  private Refused(HttpStatus status, String message) {
    super(message);
    this.status = status;
  }

  static Refused role(String role) {
    return new Refused(
        HttpStatus.FORBIDDEN, "this account's roles do not allow it (expected: " + role + ")");
  }

  static Refused now(String message) {
    return new Refused(HttpStatus.CONFLICT, message);
  }

  static Refused unknown(String what, Object value) {
    return new Refused(
        HttpStatus.NOT_FOUND,
        "%s: %s (expected: one that exists and that you may see)".formatted(what, value));
  }

  HttpStatus status() {
    return status;
  }
}
