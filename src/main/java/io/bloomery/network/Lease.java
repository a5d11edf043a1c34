package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import java.time.Instant;

/**
 * An address lent to a NIC.
 *
 * @param clientId option 61 in hexadecimal, or null; kept for the record only, because a machine's
 *     ROM, its in-RAM system and its deployed system each send another one
 * @param hostName option 12 as the client sent it, or null
 */
public record Lease(
    MacAddress mac, Ipv4 address, Instant expiresAt, String clientId, String hostName) {
  /** As much as the table keeps: all of an option that was not continued (RFC 3396). */
  private static final int LONGEST_CLIENT_ID = 510;

  public Lease {
    if (clientId != null && clientId.length() > LONGEST_CLIENT_ID) {
      clientId = clientId.substring(0, LONGEST_CLIENT_ID);
    }
  }

  boolean expired(Instant now) {
    return !expiresAt.isAfter(now);
  }
}
