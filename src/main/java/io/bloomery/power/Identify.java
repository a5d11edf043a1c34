package io.bloomery.power;

import java.time.Duration;

/**
 * Capability: make the chassis blink, for somebody who stands before it. Ends in bounded time and
 * throws {@link PassingFailure} and {@link FinalFailure} as {@link PowerSwitch} does.
 */
public interface Identify {

  /**
   * @param lasting how long it blinks, or as near to that as the hardware can; zero stops it
   */
  void identify(PowerTarget target, Duration lasting);
}
