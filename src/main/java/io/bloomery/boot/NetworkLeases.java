package io.bloomery.boot;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Lease;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The leases of this controller's own DHCP. */
@Component
class NetworkLeases implements LeaseBook {
  private final NetworkSettings settings;
  private final Leases leases;

  NetworkLeases(NetworkSettings settings, Leases leases) {
    this.settings = settings;
    this.leases = leases;
  }

  @Override
  public boolean lends() {
    return settings.enabled();
  }

  @Override
  public boolean lent(String address, MacAddress mac) {
    return holder(address).filter(mac::equals).isPresent();
  }

  @Override
  public Optional<MacAddress> holder(String address) {
    return isIpv4(address) ? leases.byAddress(address).map(Lease::mac) : Optional.empty();
  }

  /** A socket that also speaks IPv6 tells addresses in other spellings. */
  private static boolean isIpv4(String address) {
    return address.indexOf(':') < 0;
  }
}
