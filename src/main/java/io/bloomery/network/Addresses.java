package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.plan.Networks;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The address that each machine is known by, with those of its other interfaces. A machine whose
 * interfaces nobody configured has one, at the NIC it boots from; its other NICs get dynamic ones,
 * or two of them would have the same.
 */
@Component
public class Addresses {
  private final Networks networks;
  private final FixedAddresses fixed;
  private final Interfaces interfaces;
  private final Machines machines;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  Addresses(
      Networks networks,
      FixedAddresses fixed,
      Interfaces interfaces,
      Machines machines,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    this.networks = networks;
    this.fixed = fixed;
    this.interfaces = interfaces;
    this.machines = machines;
    this.jdbc = jdbc;
    transaction = new TransactionTemplate(transactions);
  }

  /**
   * The machine's address; given one now, and one for each interface that is to have any, if it has
   * none. Joins the caller's transaction: DHCP serves them as soon as that is committed.
   *
   * @throws IllegalStateException if a subnet has none left, or the interfaces do not fit the plan
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
          Ipv4 address = interfaces.assign(machine).orElseGet(() -> atBootNic(machine));
          machines.address(machine.id(), address.toString());
          return address.toString();
        });
  }

  private Ipv4 atBootNic(Machine machine) {
    return fixed.keepOrAssign(networks.settingsSubnet(), machine.mac(), machine.id());
  }

  /**
   * Takes the machine's addresses back; one that somebody gave to a NIC for good stays with that.
   */
  public void free(Machine machine) {
    transaction.executeWithoutResult(
        status -> {
          String known = machines.get(machine.id()).address();
          machines.address(machine.id(), null);
          if (!interfaces.release(machine.id()) && known != null) {
            fixed.free(Ipv4.of(known), machine.id());
          }
        });
  }

  /** As {@link #free}, for a machine that will not be known any more. */
  public void forget(Machine machine) {
    transaction.executeWithoutResult(
        status -> {
          free(machine);
          interfaces.forget(machine);
        });
  }

  /**
   * Frees an address that an operator fixed for a NIC.
   *
   * @throws NoSuchElementException if nobody has it
   * @throws AddressInUse if a machine lives there
   */
  public void freeUnused(Ipv4 address) {
    transaction.executeWithoutResult(
        status -> {
          // Locked before looking: a deployment that keeps it does the same.
          FixedAddress held =
              fixed
                  .holder(address)
                  .flatMap(it -> fixed.lock(it.address()))
                  .orElseThrow(
                      () ->
                          new NoSuchElementException(
                              "address: " + address + " (expected: one that somebody has)"));
          Optional.ofNullable(held.machine())
              .flatMap(machines::find)
              .or(() -> machines.byAddress(address.toString()))
              .or(() -> interfaces.holder(address).flatMap(machines::find))
              .ifPresent(
                  machine -> {
                    throw new AddressInUse(address, machine);
                  });
          fixed.free(address);
        });
  }

  /** The address reserved for the machine that boots from this NIC. */
  Optional<Ipv4> of(MacAddress mac) {
    return fixed.of(mac, networks.settingsSubnet().cidr());
  }
}
