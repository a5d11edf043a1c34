package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.machine.Sighting;

/** Who takes in a machine that nobody knew. */
public interface Newcomers {
  /**
   * Records the machine and starts its life; joins the caller's transaction.
   *
   * @throws TooManyNewcomers if too many wait already
   */
  Machine welcome(Sighting sighting);
}
