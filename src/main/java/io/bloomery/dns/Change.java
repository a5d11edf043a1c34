package io.bloomery.dns;

/** A change to the zones; the one writing thread works on it. */
interface Change {
  /**
   * Works it into the draft.
   *
   * @return whether to keep what was done to the draft
   */
  boolean apply(Draft draft);

  /** It is stored, and everybody sees it. */
  void done();

  /** Nothing of it was stored. */
  void failed(RuntimeException why);
}
