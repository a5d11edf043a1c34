package io.bloomery.fuzz;

/** A protocol's part of the server that takes whatever the network sends. */
interface Fuzzed {
  /**
   * Sends mutated packets through it.
   *
   * @param seed the same seed and number are the same packets
   * @throws AssertionError if one of them did harm
   */
  void fuzz(long packets, long seed) throws Exception;
}
