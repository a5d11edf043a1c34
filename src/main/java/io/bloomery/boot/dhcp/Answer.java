package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;

/**
 * What to send, where to, and what must be durable before.
 *
 * @param lease null if nothing is lent
 */
record Answer(DhcpReply reply, Way way, Ipv4 to, Lease lease) {
  /** How a reply reaches its client (RFC 2131 section 4.1). */
  enum Way {
    /** To the relay, at the server's port. */
    RELAY,
    /** To an address the client has. */
    ADDRESS,
    /** To everybody at the link. */
    BROADCAST,
    /** To the client's NIC, with an address it does not have yet. */
    NIC
  }

  static Answer of(PxeRequest request, DhcpReply reply, Lease lease) {
    if (!request.relay().isNone()) {
      return new Answer(reply, Way.RELAY, request.relay(), lease);
    }
    if (reply.type() == MessageType.NAK) {
      return new Answer(reply, Way.BROADCAST, Ipv4.BROADCAST, lease);
    }
    if (!request.clientAddress().isNone()) {
      return new Answer(reply, Way.ADDRESS, request.clientAddress(), lease);
    }
    return request.broadcast()
        ? new Answer(reply, Way.BROADCAST, Ipv4.BROADCAST, lease)
        : new Answer(reply, Way.NIC, reply.yours(), lease);
  }
}
