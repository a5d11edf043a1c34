package io.bloomery.network;

import java.util.List;

/** The controller's own name server, as clients may be told of it; there may be none. */
public interface OwnResolver {
  /** Where clients reach it at the usual port; none: they cannot. */
  List<Ipv4> addresses();

  /** What names of machines end with, without a dot at its end. */
  String domain();
}
