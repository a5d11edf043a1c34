package io.bloomery.architecture.probe.direction.machine;

import io.bloomery.architecture.probe.direction.power.Driver;

class Registry {
  final Driver driver = new Driver();
}
