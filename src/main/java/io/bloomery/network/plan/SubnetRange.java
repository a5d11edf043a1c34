package io.bloomery.network.plan;

import io.bloomery.network.AddressRange;

/**
 * Addresses of a subnet that are not as the others.
 *
 * @param id 0 before it is stored
 * @param note what for, in an operator's words; may be empty
 */
public record SubnetRange(long id, Kind kind, AddressRange addresses, String note) {
  /** What a range means. */
  public enum Kind {
    /**
     * In a managed subnet nothing is ever assigned from it; in an unmanaged one nothing is assigned
     * but from such.
     */
    RESERVED,
    /**
     * In a managed subnet DHCP lends from it, to whoever has no fixed address; unused in an
     * unmanaged one.
     */
    DYNAMIC
  }

  public SubnetRange {
    note = note == null ? "" : note;
    if (note.length() > 200) {
      throw new IllegalArgumentException(
          "note: " + note.length() + " characters (expected: at most 200)");
    }
  }
}
