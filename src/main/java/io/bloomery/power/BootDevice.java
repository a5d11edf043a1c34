package io.bloomery.power;

/** What a machine's firmware starts from. */
public enum BootDevice {
  NETWORK,
  DISK
}
