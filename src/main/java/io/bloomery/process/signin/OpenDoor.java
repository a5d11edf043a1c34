package io.bloomery.process.signin;

/** The controller would run with a way in for everybody, so it does not run. */
final class OpenDoor extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String action;

  OpenDoor(String what, String action) {
    super(what);
    this.action = action;
  }

  /** What to do about it, a sentence. */
  String action() {
    return action;
  }
}
