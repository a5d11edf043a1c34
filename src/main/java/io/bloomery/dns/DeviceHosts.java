package io.bloomery.dns;

import io.bloomery.network.device.Device;
import io.bloomery.network.device.Devices;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The devices that have an address of their own. */
final class DeviceHosts implements Hosts {
  private static final int PAGE = 1_000;

  /** A machine's id has no hyphen. */
  private static final String PREFIX = "device-";

  private final Devices devices;

  DeviceHosts(Devices devices) {
    this.devices = devices;
  }

  static String id(long device) {
    return PREFIX + device;
  }

  @Override
  public void all(Consumer<Host> consumer) {
    long after = 0;
    List<Device> page;
    do {
      page = devices.list(after, PAGE);
      for (Device device : page) {
        host(device).ifPresent(consumer);
        after = device.id();
      }
    } while (page.size() == PAGE);
  }

  @Override
  public Optional<Host> find(String id) {
    return id.startsWith(PREFIX)
        ? devices.find(Long.parseLong(id.substring(PREFIX.length()))).flatMap(DeviceHosts::host)
        : Optional.empty();
  }

  private static Optional<Host> host(Device device) {
    return Optional.ofNullable(device.address())
        .map(address -> new Host(id(device.id()), List.of(new Host.Entry(device.name(), address))));
  }
}
