package io.bloomery.architecture.probe.engine.power;

import org.camunda.bpm.engine.delegate.DelegateExecution;

class SwitchDelegate {
  void turnOn(DelegateExecution execution) {}
}
