package io.bloomery.dns;

import io.bloomery.network.Ipv4;
import java.util.List;

/**
 * Something with addresses and a name for each.
 *
 * @param id by which its source knows it; never changes
 */
record Host(String id, List<Entry> entries) {
  /**
   * @param name one label or more, below the domain
   */
  record Entry(String name, Ipv4 address) {}
}
