package io.bloomery.boot;

import io.bloomery.machine.MacAddress;
import org.springframework.stereotype.Component;

/** No address is lent by this controller. */
@Component
class NoLeases implements LeaseBook {
  @Override
  public boolean serves(String address) {
    return false;
  }

  @Override
  public boolean lent(String address, MacAddress mac) {
    return false;
  }
}
