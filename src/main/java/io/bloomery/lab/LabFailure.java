package io.bloomery.lab;

/** The lab cannot go on; the message says what was seen and what was expected. */
final class LabFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LabFailure(String message) {
    super(message);
  }

  LabFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
