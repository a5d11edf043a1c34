package io.bloomery.power.libvirt;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.MachineFinder;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerFailure;
import io.bloomery.power.PowerSwitch;
import io.bloomery.power.PowerTarget;
import io.bloomery.power.Setting;
import io.bloomery.power.SettingKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Switches domains of libvirt hosts. Off is {@code destroy}, so that the next on starts in firmware
 * again.
 */
@Component
class LibvirtDriver implements PowerDriver, PowerSwitch, MachineFinder {
  private static final String URI = "uri";
  private static final String DOMAIN = "domain";

  private final LibvirtHosts hosts;

  LibvirtDriver(LibvirtHosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "libvirt",
        "Virtual machines on a libvirt host, local or over SSH with the controller's key.",
        List.of(
            Setting.required(
                URI, "Host", SettingKind.URI, "qemu:///system or qemu+ssh://root@host/system"),
            Setting.required(
                DOMAIN, "Domain", SettingKind.TEXT, "Name or UUID of the virtual machine")));
  }

  @Override
  public void check(Map<String, String> values) {
    new LibvirtUri(values.get(URI));
  }

  @Override
  public PowerState state(PowerTarget target) {
    return host(target).call(connect -> Domains.state(connect, target.get(DOMAIN)));
  }

  @Override
  public void turnOn(PowerTarget target) {
    host(target).call(connect -> Domains.create(connect, target.get(DOMAIN)));
  }

  @Override
  public void turnOff(PowerTarget target) {
    host(target).call(connect -> Domains.destroy(connect, target.get(DOMAIN)));
  }

  @Override
  public Optional<Found> find(Collection<MacAddress> macs) {
    PowerFailure silent = null;
    for (String uri : hosts.known()) {
      try {
        Optional<String> name = hosts.at(uri).call(connect -> Domains.find(connect, macs));
        if (name.isPresent()) {
          return name.map(domain -> new Found(domain, settings(uri, domain)));
        }
      } catch (PowerFailure failure) {
        silent = failure;
      }
    }
    if (silent != null) {
      throw new PassingFailure(silent.sentence(), silent);
    }
    return Optional.empty();
  }

  private LibvirtHost host(PowerTarget target) {
    return hosts.at(target.get(URI));
  }

  private static Map<String, String> settings(String uri, String domain) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(URI, uri);
    settings.put(DOMAIN, domain);
    return settings;
  }
}
