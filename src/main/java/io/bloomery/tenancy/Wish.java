package io.bloomery.tenancy;

/**
 * What a person wants of a machine; absent conditions are null or 0.
 *
 * @param machine name or id of one certain machine
 * @param cores at least so many
 * @param memoryBytes at least so much
 */
public record Wish(String machine, int cores, long memoryBytes, String architecture, String pool) {
  public static final Wish ANY = new Wish(null, 0, 0, null, null);
}
