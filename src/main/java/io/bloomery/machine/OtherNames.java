package io.bloomery.machine;

/** The names of hosts that are no machines; both are in one domain. */
public interface OtherNames {
  /** Whether a host that is no machine has this name. */
  boolean taken(String name);
}
