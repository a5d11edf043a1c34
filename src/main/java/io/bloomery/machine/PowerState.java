package io.bloomery.machine;

/** What was last read back from a machine's power control. */
public enum PowerState {
  ON,
  OFF,
  UNKNOWN
}
