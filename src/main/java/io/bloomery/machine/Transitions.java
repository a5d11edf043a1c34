package io.bloomery.machine;

import static io.bloomery.machine.MachineStatus.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which status may follow which. The picture in the README is generated from this table. */
final class Transitions {
  private static final Map<MachineStatus, Set<MachineStatus>> TABLE =
      new EnumMap<>(MachineStatus.class);

  static {
    allow(NEW, COMMISSIONING);
    allow(COMMISSIONING, TESTING, FAILED_COMMISSIONING);
    // An administrator may take the machine's first state again: repair it and commission once
    // more.
    allow(FAILED_COMMISSIONING, COMMISSIONING);
    // A machine that fell silent during its tests is booted and commissioned once more.
    allow(TESTING, COMMISSIONING, READY, FAILED_TESTING, FAILED_COMMISSIONING);
    allow(FAILED_TESTING, COMMISSIONING, READY);
    allow(READY, COMMISSIONING, ALLOCATED);
    allow(ALLOCATED, DEPLOYING, RELEASING);
    allow(DEPLOYING, DEPLOYED, FAILED_DEPLOYMENT, RELEASING);
    // Deploying again overwrites what is there.
    allow(DEPLOYED, DEPLOYING, RELEASING);
    allow(FAILED_DEPLOYMENT, DEPLOYING, RELEASING);
    // Erasing can be left out by policy, so both ways lead back to the pool.
    allow(RELEASING, DISK_ERASING, READY, FAILED_RELEASING);
    allow(DISK_ERASING, READY, RELEASING, FAILED_RELEASING);
    allow(FAILED_RELEASING, RELEASING);
  }

  private Transitions() {}

  static Set<MachineStatus> from(MachineStatus status) {
    return TABLE.getOrDefault(status, Set.of());
  }

  private static void allow(MachineStatus from, MachineStatus... to) {
    Set<MachineStatus> next = EnumSet.noneOf(MachineStatus.class);
    next.addAll(Set.of(to));
    TABLE.put(from, next);
  }
}
