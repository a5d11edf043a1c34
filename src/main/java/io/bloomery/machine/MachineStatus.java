package io.bloomery.machine;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a machine stands in its life. The names are MAAS's, because those are what users know;
 * which status may follow which is the table in {@link Transitions}.
 */
public enum MachineStatus {
  /** It booted from the network and was recorded; a person has to review it. */
  NEW("New"),
  /** It runs the in-RAM system, which takes its inventory. */
  COMMISSIONING("Commissioning"),
  /** Commissioning was given up by a person. */
  FAILED_COMMISSIONING("Failed commissioning"),
  /** Hardware tests run on it. */
  TESTING("Testing"),
  /** A hardware test failed and a person agreed. */
  FAILED_TESTING("Failed testing"),
  /** Free, tested, switched off: anybody may ask for it. */
  READY("Ready"),
  /** Lent to a person, nothing installed. */
  ALLOCATED("Allocated"),
  /** An image is being written, or its first boot has not ended. */
  DEPLOYING("Deploying"),
  /** First boot reported and SSH answers. */
  DEPLOYED("Deployed"),
  /** Deployment was given up by a person. */
  FAILED_DEPLOYMENT("Failed deployment"),
  /** It is being taken back. */
  RELEASING("Releasing"),
  /** Its disks are being erased. */
  DISK_ERASING("Disk erasing"),
  /** Taking it back was given up by a person; it is not in the pool. */
  FAILED_RELEASING("Failed releasing");

  private final String label;

  MachineStatus(String label) {
    this.label = label;
  }

  /** The name people see. */
  public String label() {
    return label;
  }

  /** Whether the table allows going from this status to {@code next}. */
  public boolean allows(MachineStatus next) {
    return Transitions.from(this).contains(next);
  }

  /** Every status that may follow this one. */
  public Set<MachineStatus> next() {
    Set<MachineStatus> next = EnumSet.noneOf(MachineStatus.class);
    next.addAll(Transitions.from(this));
    return next;
  }
}
