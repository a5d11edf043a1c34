package io.bloomery.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** All simulated machines and what they stand on. */
final class Simulator implements AutoCloseable {
  /** A machine that runs this long at its first boot no longer counts as being enlisted. */
  private static final Duration FIRST_RUN = Duration.ofMinutes(2);

  private final Loop loop = new Loop("simulation");
  private final Map<String, SimulatedMachine> byName = new LinkedHashMap<>();
  private final DhcpRelay relay;
  private final Chassis chassis;
  private final Queue<SimulatedMachine> unseen = new ArrayDeque<>();

  private Simulator(SimulationSettings settings) throws IOException {
    try {
      relay = new DhcpRelay(loop, settings.dhcp(), settings.relay(), settings.subnet());
      Hall hall = new Hall(loop, relay, settings);
      Map<String, SimulatedMachine> byMac = new HashMap<>();
      for (int i = 0; i < settings.machines(); i++) {
        int number = settings.first() + i;
        boolean uefi = Shares.includes(settings.uefiShare(), number);
        SimulatedMachine machine = new SimulatedMachine(new MachineFacts(number, uefi), hall);
        byName.put(machine.facts().name(), machine);
        byMac.put(machine.facts().mac(), machine);
      }
      chassis =
          new Chassis(
              loop, settings.chassis(), settings.delays().of(Delays.Work.POWER), byName, byMac);
    } catch (IOException | RuntimeException e) {
      loop.close();
      throw e;
    }
    if (settings.started()) {
      unseen.addAll(byName.values());
      loop.execute(
          () -> {
            for (int i = 0; i < settings.width(); i++) {
              startNext();
            }
          });
    }
  }

  static Simulator start(SimulationSettings settings) throws IOException {
    return new Simulator(settings);
  }

  /** Unknown machines start a few at a time: all at once would be a boot storm nobody asked for. */
  private void startNext() {
    SimulatedMachine machine = unseen.poll();
    if (machine == null) {
      return;
    }
    boolean[] counted = {true};
    Runnable next =
        () -> {
          if (counted[0]) {
            counted[0] = false;
            startNext();
          }
        };
    machine.whenOff(next);
    loop.after(FIRST_RUN).thenRun(next);
    machine.switchOn();
  }

  Collection<SimulatedMachine> machines() {
    return byName.values();
  }

  SimulatedMachine machine(String name) {
    SimulatedMachine machine = byName.get(name);
    if (machine == null) {
      throw new IllegalArgumentException(
          "machine: " + name + " (expected: one of " + byName.keySet() + ")");
    }
    return machine;
  }

  /** How many machines are at each stage. */
  Map<String, Integer> stages() {
    Map<String, Integer> stages = new TreeMap<>();
    machines().forEach(machine -> stages.merge(machine.stage(), 1, Integer::sum));
    return stages;
  }

  @Override
  public void close() {
    chassis.close();
    relay.close();
    loop.close();
  }
}
