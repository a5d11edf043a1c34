package io.bloomery.machine;

/** How the machine's firmware starts a system. */
public enum Firmware {
  BIOS,
  UEFI
}
