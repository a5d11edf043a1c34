package io.bloomery.power;

import java.util.List;

/**
 * What a driver says of itself.
 *
 * @param name how it is chosen: lower case, digits and hyphens
 * @param sentence what it controls, for people who choose one
 * @param settings in the order a form shows them
 */
public record DriverDescription(String name, String sentence, List<Setting> settings) {
  public DriverDescription {
    settings = List.copyOf(settings);
  }
}
