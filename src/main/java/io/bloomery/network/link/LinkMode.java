package io.bloomery.network.link;

/** How an interface gets its address in a subnet. The names are MAAS's. */
public enum LinkMode {
  /** Any address that the subnet assigns, from deployment to release. */
  AUTO,
  /** The given address, from the moment it is given. */
  STATIC,
  /** Whatever a DHCP server there lends. */
  DHCP,
  /** None: the interface is only switched on. */
  NONE;

  /** Whether the controller knows the address. */
  boolean fixed() {
    return this == AUTO || this == STATIC;
  }
}
