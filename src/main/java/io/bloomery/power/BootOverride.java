package io.bloomery.power;

/**
 * Capability: choose what a machine boots from at its next start, and only then. Ends in bounded
 * time and throws {@link PassingFailure} and {@link FinalFailure} as {@link PowerSwitch} does.
 */
public interface BootOverride {

  /**
   * @param uefi whether the machine's firmware starts systems as UEFI does; else as a BIOS does
   */
  void bootNext(PowerTarget target, BootDevice device, boolean uefi);
}
