package io.bloomery.boot;

import io.bloomery.machine.MacAddress;
import java.util.Optional;

/** Which machine an address was lent to. */
interface LeaseBook {
  /** Whether this controller lends addresses at all. */
  boolean lends();

  /** Whether the address is lent to this NIC now. */
  boolean lent(String address, MacAddress mac);

  /** The NIC the address is lent to now. */
  Optional<MacAddress> holder(String address);
}
