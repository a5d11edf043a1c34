package io.bloomery.process.engine;

import java.security.SecureRandom;
import java.util.UUID;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * Ids in the order they are made (UUID version 7, RFC 9562 section 5.7). The engine's own begin
 * with the fast part of the time, so that each new row lands somewhere else in every index, and the
 * more rows there are, the more pages each step touches.
 */
@Component
class OrderedIds extends AbstractProcessEnginePlugin {
  private static final long VERSION = 7L << 12;
  private static final long VARIANT = 2L << 62;
  private static final int COUNTER_BITS = 12;

  private final SecureRandom random = new SecureRandom();
  private long last;

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration.setIdGenerator(this::next);
  }

  /** Later than every one before, even if the clock was set back. */
  String next() {
    long high;
    synchronized (this) {
      // Milliseconds and a counter in one number: a full counter runs into the next millisecond.
      last = Math.max(last + 1, System.currentTimeMillis() << COUNTER_BITS);
      high = last;
    }
    long time = high >>> COUNTER_BITS << 16;
    long counter = high & (1 << COUNTER_BITS) - 1;
    return new UUID(time | VERSION | counter, VARIANT | random.nextLong() >>> 2).toString();
  }
}
