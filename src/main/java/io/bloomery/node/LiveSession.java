package io.bloomery.node;

/** A session that has spoken to this process, with its seat, so that a question costs no query. */
final class LiveSession {
  /** Before all that {@link System#nanoTime} says. */
  static final long NEVER = Long.MIN_VALUE / 2;

  final BootSession session;
  final Seat seat;

  /** When it was last compared with the registry, by {@link System#nanoTime}. */
  volatile long checkedAt;

  LiveSession(BootSession session, Seat seat, long checkedAt) {
    this.session = session;
    this.seat = seat;
    this.checkedAt = checkedAt;
  }

  String machine() {
    return session.machine();
  }
}
