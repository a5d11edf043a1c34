package io.bloomery.syslog;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.network.AddressHolders;
import io.bloomery.network.DhcpMode;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Which machine an address belongs to: its lease says so or, for a system that asks no DHCP server,
 * its fixed address. For one thread.
 */
final class Senders {
  private final NetworkSettings settings;
  private final AddressHolders holders;
  private final FixedAddresses fixed;
  private final Machines machines;

  /** A machine's NICs hardly change. */
  private final Recent<MacAddress, String> byMac = new Recent<>(Duration.ofSeconds(30));

  /** What the kernel has learnt on the link is a long table to read for every message. */
  private final Recent<Ipv4, MacAddress> neighbours = new Recent<>(Duration.ofSeconds(5));

  Senders(
      NetworkSettings settings, AddressHolders holders, FixedAddresses fixed, Machines machines) {
    this.settings = settings;
    this.holders = holders;
    this.fixed = fixed;
    this.machines = machines;
  }

  /** The id of the machine that has this address now. */
  Optional<String> machine(Ipv4 address) {
    Optional<MacAddress> holder =
        settings.dhcp() == DhcpMode.PROXY
            ? neighbours.of(address, it -> holders.holder(it.toString()))
            : holders.holder(address.toString());
    return holder
        .or(() -> fixed.at(address).map(FixedAddress::mac))
        .flatMap(mac -> byMac.of(mac, it -> machines.byMac(it).map(Machine::id)));
  }
}
