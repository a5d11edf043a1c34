package io.bloomery.network.link;

/** The interfaces of a machine cannot be changed now: what is installed on it has them. */
public class InterfacesInUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InterfacesInUse(String message) {
    super(message);
  }
}
