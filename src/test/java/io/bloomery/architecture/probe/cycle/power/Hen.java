package io.bloomery.architecture.probe.cycle.power;

import io.bloomery.architecture.probe.cycle.machine.Egg;

public class Hen {
  Egg egg;
}
