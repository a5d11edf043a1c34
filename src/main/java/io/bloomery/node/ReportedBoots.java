package io.bloomery.node;

import io.bloomery.machine.Machine;

/** Which machines' in-RAM systems have spoken. */
public interface ReportedBoots {
  /** Whether the in-RAM system of the machine's present boot has registered. */
  boolean reported(Machine machine);
}
