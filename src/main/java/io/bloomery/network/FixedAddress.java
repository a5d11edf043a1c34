package io.bloomery.network;

import io.bloomery.machine.MacAddress;

/**
 * An address that is somebody's for good.
 *
 * @param mac the NIC that DHCP gives it to
 * @param machine id of the machine that has it, or null
 * @param note whose it is, in an operator's words; may be empty
 */
public record FixedAddress(Ipv4 address, MacAddress mac, String machine, String note) {
  public FixedAddress {
    note = note == null ? "" : note;
    if (note.length() > 200) {
      throw new IllegalArgumentException(
          "note: " + note.length() + " characters (expected: at most 200)");
    }
  }
}
