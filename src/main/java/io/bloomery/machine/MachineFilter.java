package io.bloomery.machine;

import java.util.Set;

/**
 * Which machines to list; absent conditions are null or empty.
 *
 * @param text a part of the name
 * @param after id of the last machine of the page before
 * @param limit at most this many, 1 to 1000
 */
public record MachineFilter(
    Set<MachineStatus> statuses, String owner, String pool, String text, String after, int limit) {
  public MachineFilter {
    statuses = statuses == null ? Set.of() : Set.copyOf(statuses);
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to 1000)");
    }
  }
}
