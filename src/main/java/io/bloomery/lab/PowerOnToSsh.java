package io.bloomery.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes the time of a deployment from outside: from the start of the machine's QEMU to the first
 * greeting of its SSH server. A machine that is switched off and on again begins anew.
 */
final class PowerOnToSsh implements Runnable {
  private final Hypervisor hypervisor;
  private final Journey journey;
  private final Supplier<String> address;
  private volatile boolean stopped;

  PowerOnToSsh(Hypervisor hypervisor, Journey journey, Supplier<String> address) {
    this.hypervisor = hypervisor;
    this.journey = journey;
    this.address = address;
  }

  @Override
  public void run() {
    String known = "";
    while (!stopped) {
      Optional<HostProcess> qemu = hypervisor.process(journey.machine.name());
      if (qemu.isPresent()) {
        if (known.isEmpty()) {
          known = address.get();
        }
        if (!known.isEmpty() && SshWatch.greets(known)) {
          journey.powerOnToSsh = (System.currentTimeMillis() - qemu.get().startedAt()) / 1000.0;
          journey.powerOnToSshCpu = qemu.get().cpuSeconds();
          return;
        }
      }
      Patience.pause(Duration.ofMillis(250));
    }
  }

  void stop() {
    stopped = true;
  }
}
