package io.bloomery.network.plan;

/**
 * Switches that are connected: the same VLAN id at two fabrics is two VLANs.
 *
 * @param id 0 before it is stored
 */
public record Fabric(long id, String name) {
  public Fabric {
    Names.check("fabric", name);
  }
}
