package io.bloomery.network;

/**
 * How many of a subnet's assignable addresses are taken.
 *
 * @param low whether less than a tenth is free
 */
public record Usage(long total, long taken, long free, boolean low) {
  static Usage of(long total, long taken) {
    long free = Math.max(0, total - taken);
    return new Usage(total, taken, free, free * 10 < total);
  }
}
