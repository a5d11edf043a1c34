package io.bloomery.dns;

import java.util.List;

/** The served zones, and the records that people put into them beside the machines'. */
public interface DnsZones {
  List<ZoneState> zones();

  /** Those with a higher id than {@code after}, in order, {@code limit} at most. */
  List<DnsRecord> records(long after, int limit);

  /**
   * Puts a record into the zone; it is stored and served when this returns.
   *
   * @param name in the domain; a dot at its end is allowed
   * @param ttl seconds; null: as the machines' records
   * @throws IllegalArgumentException says the value and what was expected
   * @throws IllegalStateException if the name server is not running, or cannot store it
   */
  DnsRecord add(String name, String type, Integer ttl, String data);

  /**
   * Takes a record out; it is no longer served when this returns.
   *
   * @return whether there was one with this id
   * @throws IllegalStateException as above
   */
  boolean remove(long id);
}
