package io.bloomery.node;

/** A session that has spoken to this process, with its seat, so that a question costs no query. */
final class LiveSession {
  final BootSession session;
  final Seat seat;

  /** When it was last compared with the registry. */
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
