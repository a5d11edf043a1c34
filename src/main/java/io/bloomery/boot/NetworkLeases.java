package io.bloomery.boot;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.AddressHolders;
import io.bloomery.network.NetworkSettings;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What DHCP lent, or where another server does, what the link shows. */
@Component
class NetworkLeases implements LeaseBook {
  private final NetworkSettings settings;
  private final AddressHolders holders;

  NetworkLeases(NetworkSettings settings, AddressHolders holders) {
    this.settings = settings;
    this.holders = holders;
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
    return holders.holder(address);
  }
}
