package io.bloomery.power;

/**
 * Capability: say what a machine boots from at its next start only; afterwards its own boot order
 * holds again. Ends in bounded time and throws {@link PassingFailure} or {@link FinalFailure} as
 * {@link PowerSwitch} does.
 */
public interface BootOverride {
  /**
   * @param uefi whether the machine's firmware is UEFI; else it is BIOS
   */
  void bootNext(PowerTarget target, BootDevice device, boolean uefi);
}
