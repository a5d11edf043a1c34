package io.bloomery.node;

/** So many unknown machines wait for their review that no other is taken in now. */
public class TooManyNewcomers extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TooManyNewcomers(String message) {
    super(message);
  }
}
