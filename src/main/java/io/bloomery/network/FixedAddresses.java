package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Assigns addresses of the plan's subnets, one at a time: the plan is held until the transaction
 * ends. The database decides; memory knows where to look first, and answers DHCP. Everything joins
 * the caller's transaction.
 */
@Component
public class FixedAddresses {
  private static final Logger log = LoggerFactory.getLogger(FixedAddresses.class);

  private final Networks networks;
  private final FixedAddressTable table;
  private final TransactionTemplate transaction;

  private final KnownAddresses known = new KnownAddresses();

  private final Stocks stocks;

  FixedAddresses(
      NetworkSettings settings,
      Networks networks,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    this.networks = networks;
    stocks = new Stocks(settings, networks);
    table = new FixedAddressTable(jdbc);
    transaction = new TransactionTemplate(transactions);
    adopt();
  }

  /** Takes in what is in the tables now. */
  void adopt() {
    table.adoptMachines();
    readAll();
  }

  /**
   * The NIC's address in the subnet, for a machine: the one somebody fixed for it before, or a new
   * one. From now on nobody else gets it, and from the commit on DHCP gives it to the NIC.
   *
   * @throws IllegalStateException if none is free
   */
  public Ipv4 keepOrAssign(Subnet subnet, MacAddress mac, String machine) {
    return transaction.execute(
        status -> {
          Subnet now = networks.hold().subnet(subnet.id()).orElseThrow(() -> gone(subnet));
          return table.of(mac, now.cidr()).stream()
              .filter(it -> keep(it.address(), mac, machine))
              .map(FixedAddress::address)
              .findFirst()
              .orElseGet(() -> assign(now, mac, machine));
        });
  }

  private Ipv4 assign(Subnet subnet, MacAddress mac, String machine) {
    boolean lookedAgain = false;
    while (true) {
      Optional<Ipv4> candidate = claimAny(subnet);
      if (candidate.isEmpty()) {
        if (!lookedAgain) {
          // Another controller may have freed some.
          lookedAgain = true;
          readAll();
          continue;
        }
        throw new IllegalStateException(full(subnet));
      }
      if (tryAssign(new FixedAddress(candidate.get(), mac, machine, ""))) {
        return candidate.get();
      }
    }
  }

  /**
   * Whether the address is fixed for this NIC, and for no other machine; if so, nobody frees it
   * before the transaction ends.
   */
  public boolean keep(Ipv4 address, MacAddress mac, String machine) {
    // Looked at before it is locked: MariaDB would lock the gap where there is none.
    Optional<FixedAddress> found =
        holder(address)
            .flatMap(it -> lock(it.address()))
            .filter(it -> it.mac().equals(mac))
            .filter(it -> it.machine() == null || it.machine().equals(machine));
    // Another controller may have fixed it.
    found.ifPresent(this::remember);
    return found.isPresent();
  }

  /** Who has it; that stays so until the transaction ends. */
  Optional<FixedAddress> lock(Ipv4 address) {
    return table.query("WHERE address = ? FOR UPDATE", address.toString()).stream().findFirst();
  }

  /**
   * Assigns this very address.
   *
   * @throws IllegalArgumentException if it cannot be assigned, somebody has it, or the NIC has one
   *     in its subnet
   */
  public void assign(FixedAddress wanted) {
    transaction.executeWithoutResult(status -> assign(wanted, networks.hold()));
  }

  private void assign(FixedAddress wanted, Plan plan) {
    Ipv4 address = wanted.address();
    Subnet subnet =
        plan.subnetOf(address)
            .orElseThrow(() -> refused(address, "an address of a subnet of the plan"));
    List<AddressRange> spans = stock(subnet).spans();
    if (spans.stream().noneMatch(span -> span.contains(address))) {
      throw refused(address, "one of " + spans + ", which subnet " + subnet.cidr() + " assigns");
    }
    if (holder(address).isPresent()) {
      throw refused(address, "one that nobody has");
    }
    if (!table.of(wanted.mac(), subnet.cidr()).isEmpty()) {
      throw new IllegalArgumentException(
          "mac: %s (expected: one without an address in subnet %s)"
              .formatted(wanted.mac(), subnet.cidr()));
    }
    if (!tryAssign(wanted)) {
      throw refused(address, "one that nobody has");
    }
  }

  /** Frees it, if anybody has it. */
  public void free(Ipv4 address) {
    Optional<FixedAddress> before = at(address);
    table.delete(address);
    whenCommitted(() -> forget(address, before), () -> {});
  }

  /** Frees it, if it was assigned for this machine. */
  public void free(Ipv4 address, String machine) {
    holder(address).filter(it -> machine.equals(it.machine())).ifPresent(it -> free(address));
  }

  /** Who has it. */
  public Optional<FixedAddress> holder(Ipv4 address) {
    return table.query("WHERE address = ?", address.toString()).stream().findFirst();
  }

  /** As {@link #holder}, by what is in memory: for who asks often. */
  public synchronized Optional<FixedAddress> at(Ipv4 address) {
    return known.at(address);
  }

  /** A subnet's fixed addresses above {@code after}, the lowest first. */
  public List<FixedAddress> of(Subnet subnet, Ipv4 after, int limit) {
    long first = Math.max(subnet.cidr().network().number(), after.number() + 1);
    return table.query(
        "WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?",
        first,
        subnet.cidr().broadcast().number(),
        limit);
  }

  /** How many fixed addresses of the subnet are left. */
  public synchronized Usage usage(Subnet subnet) {
    Stock stock = stock(subnet);
    return Usage.of(stock.size(), stock.taken());
  }

  /** The address this NIC has in a subnet. */
  synchronized Optional<Ipv4> of(MacAddress mac, Cidr subnet) {
    return known.of(mac, subnet);
  }

  /** Assigns this address to nobody until then: for ever, a forged decline would cost it. */
  synchronized void avoid(Ipv4 address, Instant until) {
    known.avoid(address, until);
  }

  private boolean tryAssign(FixedAddress wanted) {
    Ipv4 address = wanted.address();
    try {
      if (table.lentToAnother(wanted)) {
        unclaim(address);
        return false;
      }
      table.insert(wanted);
    } catch (DuplicateKeyException taken) {
      // Another controller on this database was faster.
      holder(address).ifPresent(this::remember);
      unclaim(address);
      return false;
    } catch (RuntimeException failed) {
      unclaim(address);
      throw failed;
    }
    whenCommitted(
        () -> {
          remember(wanted);
          unclaim(address);
          warnIfLow(address);
        },
        () -> unclaim(address));
    return true;
  }

  private synchronized Optional<Ipv4> claimAny(Subnet subnet) {
    Optional<Ipv4> free = stock(subnet).next(known::isTaken);
    free.ifPresent(known::claim);
    return free;
  }

  private synchronized void unclaim(Ipv4 address) {
    known.unclaim(address);
  }

  private synchronized void remember(FixedAddress one) {
    if (known.put(one)) {
      stocks.count(one.address(), 1);
    }
  }

  private synchronized void forget(Ipv4 address, Optional<FixedAddress> before) {
    // The next holder may have come since the commit.
    boolean next = before.isPresent() && !before.equals(known.at(address));
    if (!next && known.remove(address)) {
      stocks.count(address, -1);
    }
  }

  private synchronized void readAll() {
    known.replace(table.query(""));
    stocks.count(known.all());
  }

  private synchronized Stock stock(Subnet subnet) {
    return stocks.of(subnet, known.all());
  }

  private void warnIfLow(Ipv4 address) {
    networks
        .plan()
        .subnetOf(address)
        .filter(subnet -> stock(subnet).tellOnce(usage(subnet).low()))
        .ifPresent(subnet -> log.warn("Subnet {} runs low: {}", subnet.cidr(), usage(subnet)));
  }

  private String full(Subnet subnet) {
    Stock stock = stock(subnet);
    return "subnet %s: all %d of %s are taken (expected: a free address)"
        .formatted(subnet.cidr(), stock.size(), stock.spans());
  }

  private static IllegalStateException gone(Subnet subnet) {
    return new IllegalStateException(
        "subnet: " + subnet.cidr() + " (expected: one of the plan; it was just removed)");
  }

  private static IllegalArgumentException refused(Ipv4 address, String expected) {
    return new IllegalArgumentException("address: " + address + " (expected: " + expected + ")");
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
