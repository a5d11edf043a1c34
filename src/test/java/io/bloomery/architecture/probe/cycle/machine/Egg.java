package io.bloomery.architecture.probe.cycle.machine;

import io.bloomery.architecture.probe.cycle.power.Hen;

public class Egg {
  Hen hen;
}
