package io.bloomery.power;

import io.bloomery.machine.PowerState;

/**
 * Capability: switch a machine. Each call ends in bounded time, whatever the other side does, and
 * throws {@link PassingFailure} if asking again may help, {@link FinalFailure} if somebody has to
 * change something first.
 */
public interface PowerSwitch {
  /**
   * Whether it can turn a machine on at most. Such a one reports {@link PowerState#UNKNOWN},
   * always, and throws {@link OutOfReach} when it is to turn off; nothing is read back from it, and
   * whether the machine is on is proved by the machine when it reports in.
   */
  default boolean blind() {
    return false;
  }

  /** What the hardware reports now. */
  PowerState state(PowerTarget target);

  /**
   * Orders the machine on; does nothing if it is. May return before it is: the caller reads back.
   */
  void turnOn(PowerTarget target);

  /**
   * Orders the machine off at once, whatever it is doing; does nothing if it is. The caller reads
   * back.
   */
  void turnOff(PowerTarget target);
}
