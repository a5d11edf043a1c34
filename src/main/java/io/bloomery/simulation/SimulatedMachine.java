package io.bloomery.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One simulated machine: facts, a disk, a power supply. What runs on it is a {@link Boot}. */
final class SimulatedMachine {
  private static final System.Logger LOG = System.getLogger(SimulatedMachine.class.getName());

  private final MachineFacts facts;
  private final Hall hall;
  private final Map<Fault, Boolean> faults;
  private final Disk disk = new Disk();
  private final AtomicInteger imageWrites = new AtomicInteger();
  private final AtomicInteger boots = new AtomicInteger();
  private volatile String stage = "off";
  private volatile boolean on;
  private Runnable whenOff = () -> {};
  private Boot boot;

  SimulatedMachine(MachineFacts facts, Hall hall) {
    this.facts = facts;
    this.hall = hall;
    this.faults = new EnumMap<>(Fault.class);
    faults.putAll(hall.settings().faults().of(facts));
  }

  MachineFacts facts() {
    return facts;
  }

  Disk disk() {
    return disk;
  }

  boolean isOn() {
    return on;
  }

  /** Where it is, in a few words; for any thread. */
  String stage() {
    return stage;
  }

  /** How often writing an image began; for any thread. */
  int imageWrites() {
    return imageWrites.get();
  }

  /** How often it was started; for any thread. */
  int boots() {
    return boots.get();
  }

  void countImageWrite() {
    imageWrites.incrementAndGet();
  }

  /** Whether the machine has this fault now; one that strikes once is gone by asking. */
  boolean struck(Fault fault) {
    Boolean once = faults.get(fault);
    if (once == null) {
      return false;
    }
    if (once) {
      faults.remove(fault);
    }
    enter(fault.label());
    return true;
  }

  void enter(String next) {
    stage = next;
    LOG.log(System.Logger.Level.DEBUG, () -> facts.name() + ": " + next);
  }

  void switchOn() {
    if (!on) {
      on = true;
      restart();
    }
  }

  void switchOff() {
    if (on) {
      on = false;
      boot.end();
      boot = null;
      enter("off");
      whenOff.run();
    }
  }

  /** Runs whenever it was switched off. */
  void whenOff(Runnable action) {
    whenOff = action;
  }

  /** A reset: whatever runs ends at once, and the firmware begins again. */
  void restart() {
    if (boot != null) {
      boot.end();
    }
    boots.incrementAndGet();
    boot = new Boot(this, hall);
    boot.begin();
  }
}
