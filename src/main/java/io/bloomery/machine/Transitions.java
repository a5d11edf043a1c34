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
    allow(NEW, COMMISSIONING, BROKEN);
    allow(COMMISSIONING, TESTING, FAILED_COMMISSIONING, BROKEN);
    // An administrator may take the machine's first state again: repair it and commission once
    // more.
    allow(FAILED_COMMISSIONING, COMMISSIONING, BROKEN);
    // A machine that fell silent during its tests is booted and commissioned once more.
    allow(TESTING, COMMISSIONING, READY, FAILED_TESTING, FAILED_COMMISSIONING, BROKEN);
    allow(FAILED_TESTING, COMMISSIONING, READY, BROKEN);
    allow(READY, COMMISSIONING, ALLOCATED, BROKEN);
    allow(ALLOCATED, DEPLOYING, RELEASING, BROKEN);
    allow(DEPLOYING, DEPLOYED, FAILED_DEPLOYMENT, RELEASING, BROKEN);
    // Deploying again overwrites what is there.
    allow(DEPLOYED, DEPLOYING, RELEASING, BROKEN);
    allow(FAILED_DEPLOYMENT, DEPLOYING, RELEASING, BROKEN);
    // Erasing can be left out by policy, so both ways lead back to the pool.
    allow(RELEASING, DISK_ERASING, READY, FAILED_RELEASING, BROKEN);
    allow(DISK_ERASING, READY, RELEASING, FAILED_RELEASING, BROKEN);
    allow(FAILED_RELEASING, RELEASING, BROKEN);
    allow(BROKEN, COMMISSIONING);
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
