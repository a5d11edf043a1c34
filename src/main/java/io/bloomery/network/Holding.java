package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import java.time.Instant;

/**
 * Who has an address, and until when.
 *
 * @param mac null while the address rests after a decline
 * @param lease null while it is only offered
 */
record Holding(Ipv4 address, MacAddress mac, Lease lease, Instant until) {
  boolean over(Instant now) {
    return !until.isAfter(now);
  }
}
