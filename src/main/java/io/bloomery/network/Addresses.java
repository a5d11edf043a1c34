package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The fixed address of each machine, at the NIC it boots from; its other NICs get dynamic ones, or
 * two of them would have the same.
 */
@Component
public class Addresses {
  private final Networks networks;
  private final FixedAddresses fixed;
  private final Machines machines;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  Addresses(
      Networks networks,
      FixedAddresses fixed,
      Machines machines,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    this.networks = networks;
    this.fixed = fixed;
    this.machines = machines;
    this.jdbc = jdbc;
    transaction = new TransactionTemplate(transactions);
  }

  /**
   * The machine's fixed address; given one now if it has none. Joins the caller's transaction: DHCP
   * serves the address as soon as that is committed.
   *
   * @throws IllegalStateException if the subnet has none left
   */
  public String reserve(Machine machine) {
    return transaction.execute(
        status -> {
          // Locks the row, so that two that ask for one machine get one address.
          String known =
              jdbc.queryForObject(
                  "SELECT address FROM machine WHERE id = ? FOR UPDATE",
                  String.class,
                  machine.id());
          if (known != null) {
            return known;
          }
          Subnet subnet = networks.settingsSubnet();
          String address = atItsNic(machine, subnet).toString();
          machines.address(machine.id(), address);
          return address;
        });
  }

  /** An operator may have fixed one for this NIC before. */
  private Ipv4 atItsNic(Machine machine, Subnet subnet) {
    return of(machine.mac()).orElseGet(() -> fixed.assign(subnet, machine.mac(), machine.id(), ""));
  }

  /**
   * Takes the machine's fixed address back; one that an operator gave to its NIC stays with that.
   */
  public void free(Machine machine) {
    String known = machines.get(machine.id()).address();
    machines.address(machine.id(), null);
    if (known != null) {
      Ipv4 address = Ipv4.of(known);
      fixed
          .holder(address)
          .filter(it -> machine.id().equals(it.machine()))
          .ifPresent(it -> fixed.free(address));
    }
  }

  /** The address reserved for the machine that boots from this NIC. */
  Optional<Ipv4> of(MacAddress mac) {
    return fixed.of(mac, networks.settingsSubnet().cidr());
  }
}
