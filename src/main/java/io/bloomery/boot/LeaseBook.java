package io.bloomery.boot;

import io.bloomery.machine.MacAddress;

/** Which machine an address was lent to. */
interface LeaseBook {
  /** Whether the address is in the network that this controller lends addresses of. */
  boolean serves(String address);

  /** Whether the address is lent to this NIC now. */
  boolean lent(String address, MacAddress mac);
}
