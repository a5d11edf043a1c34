package io.bloomery.node;

import org.springframework.http.HttpStatus;

/** The gateway does not do what a machine asks; the status tells the agent what to do next. */
class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  private final HttpStatus status;
  private final int retryAfter;

  private Refused(HttpStatus status, String message) {
    this(status, message, 0);
  }

  private Refused(HttpStatus status, String message, int retryAfter) {
    super(Quoted.text(message, LONGEST));
    this.status = status;
    this.retryAfter = retryAfter;
  }

  HttpStatus status() {
    return status;
  }

  /** Seconds after which to ask again; 0 if that is the agent's own choice. */
  int retryAfter() {
    return retryAfter;
  }

  /** The question makes no sense and will not make any later. */
  static Refused malformed(String message) {
    return new Refused(HttpStatus.BAD_REQUEST, message);
  }

  /** It did not prove who it is. The agent restarts the machine to get a new boot token. */
  static Refused unproven(String message) {
    return new Refused(HttpStatus.UNAUTHORIZED, message);
  }

  static Refused unknown(String message) {
    return new Refused(HttpStatus.NOT_FOUND, message);
  }

  /** The task is not wanted any more. The agent stops it and asks for another. */
  static Refused unwanted(String message) {
    return new Refused(HttpStatus.CONFLICT, message);
  }

  /**
   * The boot is over: nothing will ever be wanted of this session. The agent switches the machine
   * off.
   */
  static Refused stale(String message) {
    return new Refused(HttpStatus.GONE, message);
  }

  static Refused tooLarge(String message) {
    return new Refused(HttpStatus.PAYLOAD_TOO_LARGE, message);
  }

  static Refused tooSlow(String message) {
    return new Refused(HttpStatus.REQUEST_TIMEOUT, message);
  }

  /**
   * Others are before it. The agent asks again after these seconds, as often as it takes (RFC 9110
   * section 10.2.3).
   */
  static Refused inLine(String message, int retryAfter) {
    return new Refused(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter);
  }

  /** Not now; the agent tries again. */
  static Refused later(String message) {
    return new Refused(HttpStatus.SERVICE_UNAVAILABLE, message);
  }
}
