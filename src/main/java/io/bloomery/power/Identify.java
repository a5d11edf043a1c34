package io.bloomery.power;

import java.time.Duration;

/**
 * Capability: make a machine's chassis blink, so that somebody in front of it finds it. Ends in
 * bounded time and throws {@link PassingFailure} or {@link FinalFailure} as {@link PowerSwitch}
 * does.
 */
public interface Identify {
  /**
   * @param lasting how long it blinks; zero stops it
   */
  void identify(PowerTarget target, Duration lasting);
}
