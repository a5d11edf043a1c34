package io.bloomery.boot.dhcp;

import java.util.Optional;

/** What a request is answered. Knows no sockets; called by one thread for each interface. */
interface Decisions {
  Optional<Answer> answer(PxeRequest request, Arrival at);
}
