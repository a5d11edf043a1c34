package io.bloomery.dns;

import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;

/** A question to another server, for which others wait; the forwarding thread's alone. */
final class OpenQuestion {
  record Waiting(Query query, Reply reply) {}

  final List<Waiting> waiting = new ArrayList<>();
  int tries;
  Upstream upstream;
  Peer server;
  SelectionKey channel;
}
