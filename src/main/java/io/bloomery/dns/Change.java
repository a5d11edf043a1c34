package io.bloomery.dns;

import java.util.Optional;

/** A change to the zones; the one writing thread works on it. */
interface Change {
  /**
   * Works it into the draft.
   *
   * @return whether to keep what was done to the draft
   */
  boolean apply(Draft draft);

  /** What it writes to the database, in the transaction of all that are written with it. */
  default Optional<Runnable> row() {
    return Optional.empty();
  }

  /** It is stored, and everybody sees it. */
  void done();

  /** Nothing of it was stored. */
  void failed(RuntimeException why);
}
