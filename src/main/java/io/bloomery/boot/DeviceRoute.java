package io.bloomery.boot;

import io.bloomery.machine.MacAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** A device is nobody's to provision: it goes on to its own disk, and is never enlisted. */
class DeviceRoute implements BootRoute {
  private final Predicate<MacAddress> devices;

  DeviceRoute(Predicate<MacAddress> devices) {
    this.devices = devices;
  }

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    return request.machine().isEmpty() && devices.test(request.mac())
        ? Optional.of(new BootAnswer.LocalDisk())
        : Optional.empty();
  }
}
