package io.bloomery.machine;

/** What a machine gets when it asks the network what to boot. */
public enum BootTarget {
  /** The in-RAM system: the process that holds the machine waits for it there. */
  EPHEMERAL,
  /** Its own disk. */
  LOCAL,
  /** Nothing is wanted of it: it is told to switch itself off. */
  OFF
}
