package io.bloomery.power;

/** Where a machine can be told to boot from. */
public enum BootDevice {
  NETWORK,
  DISK
}
