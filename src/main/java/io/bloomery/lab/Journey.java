package io.bloomery.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What happened to one machine in this run; the rows of the table and of the JSON file. */
final class Journey {
  final LabMachine machine;
  final CpuMeter cpu;

  /** The machine's id in the registry, once it is enlisted. */
  volatile String id;

  volatile String allocation;

  /** The youngest entry of the machine's history that was said. */
  volatile long lastEvent;

  volatile String release = "";

  /** From power-on to SSH, in the deployment. */
  volatile double powerOnToSsh;

  volatile double powerOnToSshCpu;
  volatile Optional<Floor> floor = Optional.empty();
  volatile boolean hostKeyProved;
  volatile boolean erased;

  private final Map<String, Span> phases = new LinkedHashMap<>();
  private volatile String failure;

  Journey(LabMachine machine, Hypervisor hypervisor) {
    this.machine = machine;
    this.cpu = new CpuMeter(hypervisor, machine.name());
  }

  /** How long a phase took, and how much CPU the machine used in it. */
  record Span(double wall, double cpu) {}

  synchronized void took(String phase, Span span) {
    phases.put(phase, span);
  }

  synchronized Map<String, Span> phases() {
    return new LinkedHashMap<>(phases);
  }

  void failed(String phase, String why) {
    failure = phase + ": " + why;
  }

  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  boolean goesOn() {
    return failure == null;
  }

  /** Time to SSH against the floor, if both are known. */
  Optional<Double> ratio() {
    return floor.filter(f -> powerOnToSsh > 0).map(f -> powerOnToSsh / f.seconds());
  }
}
