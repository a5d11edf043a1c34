package io.bloomery.machine;

/** No machine has this id or name. */
public class UnknownMachine extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownMachine(String idOrName) {
    super("machine: " + idOrName + " (expected: the id or name of a machine in the registry)");
  }
}
