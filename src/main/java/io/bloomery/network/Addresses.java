package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The fixed address of each machine, from the static range. The database decides (an address is
 * unique there); memory knows where to look first and answers DHCP.
 */
@Component
public class Addresses {
  private final NetworkSettings settings;
  private final Machines machines;

  /**
   * Addresses that are or may be taken, and by which machine; an unknown one holds those nobody may
   * have.
   */
  private final Map<Ipv4, String> taken = new HashMap<>();

  private final Map<String, Ipv4> byMachine = new HashMap<>();

  /**
   * By the NIC a machine boots from; its other NICs get dynamic addresses, or two of them would
   * have the same.
   */
  private final Map<MacAddress, Ipv4> byMac = new HashMap<>();

  private int next;

  Addresses(NetworkSettings settings, Machines machines, JdbcTemplate jdbc) {
    this.settings = settings;
    this.machines = machines;
    jdbc.query(
        "SELECT id, mac, address FROM machine WHERE address IS NOT NULL",
        row -> {
          claim(Ipv4.of(row.getString(3)), row.getString(1));
          byMac.put(new MacAddress(row.getString(2)), Ipv4.of(row.getString(3)));
        });
  }

  /**
   * The machine's fixed address; given one now if it has none. Joins the caller's transaction: DHCP
   * serves the address as soon as that is committed.
   *
   * @throws IllegalStateException if the static range is used up
   */
  public String reserve(Machine machine) {
    String known = machines.get(machine.id()).address();
    if (known != null) {
      return known;
    }
    while (true) {
      Ipv4 address = candidate(machine.id());
      try {
        machines.address(machine.id(), address.toString());
      } catch (DuplicateKeyException taken) {
        // Another controller on this database was faster; the candidate stays marked, so the next
        // one is tried.
        avoid(address);
        continue;
      }
      whenCommitted(() -> serve(machine.mac(), address), () -> release(machine.id(), address));
      return address.toString();
    }
  }

  /** Takes the machine's fixed address back. */
  public void free(Machine machine) {
    String known = machines.get(machine.id()).address();
    machines.address(machine.id(), null);
    whenCommitted(
        () -> {
          stop(machine.mac());
          if (known != null) {
            release(machine.id(), Ipv4.of(known));
          }
        },
        () -> {});
  }

  /** The address reserved for the machine that boots from this NIC. */
  synchronized Optional<Ipv4> of(MacAddress mac) {
    return Optional.ofNullable(byMac.get(mac));
  }

  /** Reserves this address for nobody from now on. */
  synchronized void avoid(Ipv4 address) {
    String machine = taken.put(address, "");
    if (machine != null) {
      byMachine.remove(machine, address);
    }
  }

  /** Goes round, so that an address just freed is the last to be used again. */
  private synchronized Ipv4 candidate(String machine) {
    Ipv4 own = byMachine.get(machine);
    if (own != null) {
      return own;
    }
    AddressRange range = settings.staticRange();
    for (int tried = 0; tried < range.size(); tried++) {
      Ipv4 address = range.first().plus(next);
      next = (next + 1) % range.size();
      if (!taken.containsKey(address)) {
        claim(address, machine);
        return address;
      }
    }
    throw new IllegalStateException(
        "bloomery.network.static-range: "
            + range
            + " (expected: a free address; all "
            + range.size()
            + " are taken)");
  }

  private synchronized void claim(Ipv4 address, String machine) {
    taken.put(address, machine);
    byMachine.put(machine, address);
  }

  private synchronized void release(String machine, Ipv4 address) {
    taken.remove(address, machine);
    byMachine.remove(machine, address);
  }

  synchronized void serve(MacAddress mac, Ipv4 address) {
    byMac.values().removeIf(address::equals);
    byMac.put(mac, address);
  }

  private synchronized void stop(MacAddress mac) {
    byMac.remove(mac);
  }

  private static void whenCommitted(Runnable committed, Runnable rolledBack) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      committed.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            (status == STATUS_ROLLED_BACK ? rolledBack : committed).run();
          }
        });
  }
}
