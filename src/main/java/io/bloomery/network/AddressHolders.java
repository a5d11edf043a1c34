package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Which NIC an address belongs to now. */
@Component
public class AddressHolders {
  private static final Path ARP = Path.of("/proc/net/arp");
  private static final String ETHERNET = "0x1";

  /** ATF_COM: the hardware address is known. */
  private static final int COMPLETE = 2;

  private final NetworkSettings settings;
  private final Leases leases;

  AddressHolders(NetworkSettings settings, Leases leases) {
    this.settings = settings;
    this.leases = leases;
  }

  /**
   * By its lease; where another server lends the addresses, by what the kernel has learnt on the
   * link.
   *
   * @param address as a socket tells it; an IPv6 address belongs to nobody here
   */
  public Optional<MacAddress> holder(String address) {
    if (address.indexOf(':') >= 0) {
      return Optional.empty();
    }
    return settings.dhcp() == DhcpMode.SERVER
        ? leases.byAddress(address).map(Lease::mac)
        : neighbour(address);
  }

  private Optional<MacAddress> neighbour(String address) {
    // Columns: address, hardware type, flags, hardware address, mask, device (proc(5)).
    try (Stream<String> lines = Files.lines(ARP)) {
      return lines
          .map(line -> line.trim().split("\\s+"))
          .filter(row -> row.length == 6 && row[0].equals(address))
          .filter(row -> row[1].equals(ETHERNET) && row[5].equals(settings.device()))
          .filter(row -> (Integer.decode(row[2]) & COMPLETE) != 0)
          .map(row -> MacAddress.of(row[3]))
          .findFirst();
    } catch (IOException noSuchTable) {
      return Optional.empty();
    }
  }
}
