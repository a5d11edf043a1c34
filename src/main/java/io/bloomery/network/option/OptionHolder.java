package io.bloomery.network.option;

import io.bloomery.machine.MacAddress;

/**
 * Whose options these are.
 *
 * @param column of the table, which has one for each kind
 * @param key what stands in it
 */
public record OptionHolder(String column, Object key) {
  public static OptionHolder subnet(long id) {
    return new OptionHolder("subnet", id);
  }

  /** All its NICs. */
  public static OptionHolder machine(String id) {
    return new OptionHolder("machine", id);
  }

  public static OptionHolder device(long id) {
    return new OptionHolder("device", id);
  }

  public static OptionHolder mac(MacAddress mac) {
    return new OptionHolder("mac", mac.value());
  }
}
