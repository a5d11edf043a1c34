package io.bloomery.power;

import io.bloomery.machine.MacAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Capability: tell which of the machines a driver can reach has a NIC with one of these addresses.
 */
public interface MachineFinder {

  /**
   * The first match, or nothing.
   *
   * @throws PassingFailure if a place to look at did not answer and no other one knows the machine
   */
  Optional<Found> find(Collection<MacAddress> macs);

  /**
   * @param name what the machine is called there; becomes its proposed host name
   * @param settings settings of the driver that control it, without secrets
   */
  record Found(String name, Map<String, String> settings) {}
}
