package io.bloomery.lab;

import java.util.HashMap;
import java.util.Map;

/**
 * CPU seconds of a machine's QEMU, over all the processes it has had. A process that ends keeps the
 * last value seen.
 */
final class CpuMeter {
  private final Hypervisor hypervisor;
  private final String domain;
  private final Map<Long, Double> seen = new HashMap<>();

  CpuMeter(Hypervisor hypervisor, String domain) {
    this.hypervisor = hypervisor;
    this.domain = domain;
  }

  synchronized double seconds() {
    hypervisor
        .process(domain)
        .ifPresent(
            process -> {
              try {
                seen.merge(process.pid(), process.cpuSeconds(), Math::max);
              } catch (LabFailure ended) {
                // It ended between two looks; the value before stands.
                return;
              }
            });
    return seen.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
