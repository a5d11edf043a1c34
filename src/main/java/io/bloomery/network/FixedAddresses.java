package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Assigns addresses of the plan's subnets. The database decides (its primary key is the address);
 * memory knows where to look first, and answers DHCP. Everything joins the caller's transaction.
 */
@Component
public class FixedAddresses {
  private static final Logger log = LoggerFactory.getLogger(FixedAddresses.class);

  private final NetworkSettings settings;
  private final Networks networks;
  private final FixedAddressTable table;

  private final Map<Ipv4, FixedAddress> stored = new HashMap<>();
  private final Map<MacAddress, Set<Ipv4>> byMac = new HashMap<>();

  /** Claimed by a transaction that has not ended. */
  private final Set<Ipv4> claimed = new HashSet<>();

  /** Found in use by somebody no table knows. */
  private final Set<Ipv4> avoided = new HashSet<>();

  private final Map<Long, Stock> stocks = new HashMap<>();
  private Plan planned;

  FixedAddresses(NetworkSettings settings, Networks networks, JdbcTemplate jdbc) {
    this.settings = settings;
    this.networks = networks;
    table = new FixedAddressTable(jdbc);
    adopt();
  }

  /** Takes in what is in the tables now. */
  void adopt() {
    table.adoptMachines();
    readAll();
  }

  /**
   * Assigns any free address of the subnet; from now on nobody else gets it, and from the commit on
   * DHCP gives it to the NIC.
   *
   * @throws IllegalStateException if none is free
   */
  Ipv4 assign(Subnet subnet, MacAddress mac, String machine, String note) {
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
      if (tryAssign(new FixedAddress(candidate.get(), mac, machine, note))) {
        return candidate.get();
      }
    }
  }

  /**
   * Assigns this very address.
   *
   * @throws IllegalArgumentException if it cannot be assigned, or somebody has it
   */
  public void assign(FixedAddress wanted) {
    assign(wanted, null);
  }

  /**
   * As {@link #assign(FixedAddress)}, and frees another of the same holder: for one of both the
   * other is not in the way.
   *
   * @param instead what the holder had until now, or null
   */
  public void assign(FixedAddress wanted, Ipv4 instead) {
    Ipv4 address = wanted.address();
    Subnet subnet =
        networks
            .plan()
            .subnetOf(address)
            .orElseThrow(() -> refused(address, "an address of a subnet of the plan"));
    Stock stock = stock(subnet);
    if (stock.spans().stream().noneMatch(span -> span.contains(address))) {
      throw refused(
          address, "one of " + stock.spans() + ", which subnet " + subnet.cidr() + " assigns");
    }
    synchronized (this) {
      boolean others = stored.containsKey(address) && !address.equals(instead);
      if (others || claimed.contains(address)) {
        throw refused(address, "one that nobody has");
      }
      if (of(wanted.mac(), subnet.cidr()).filter(it -> !it.equals(instead)).isPresent()) {
        throw new IllegalArgumentException(
            "mac: %s (expected: one without an address in subnet %s)"
                .formatted(wanted.mac(), subnet.cidr()));
      }
      claimed.add(address);
    }
    if (instead != null) {
      free(instead);
    }
    if (!tryAssign(wanted)) {
      throw refused(address, "one that nobody has");
    }
  }

  /** Frees it, if anybody has it. */
  public void free(Ipv4 address) {
    table.delete(address);
    whenCommitted(() -> forget(address), () -> {});
  }

  /** Who has it. */
  public Optional<FixedAddress> holder(Ipv4 address) {
    return table.query("WHERE address = ?", address.toString()).stream().findFirst();
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
    return Usage.of(stock.size(), stock.among(stored.keySet()));
  }

  /** The address this NIC has in a subnet. */
  synchronized Optional<Ipv4> of(MacAddress mac, Cidr subnet) {
    return byMac.getOrDefault(mac, Set.of()).stream().filter(subnet::contains).findFirst();
  }

  /** Assigns this address to nobody from now on. */
  synchronized void avoid(Ipv4 address) {
    avoided.add(address);
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
      remember(table.query("WHERE address = ?", address.toString()));
      unclaim(address);
      return false;
    } catch (RuntimeException failed) {
      unclaim(address);
      throw failed;
    }
    whenCommitted(
        () -> {
          remember(List.of(wanted));
          unclaim(address);
          warnIfLow(address);
        },
        () -> unclaim(address));
    return true;
  }

  private synchronized Optional<Ipv4> claimAny(Subnet subnet) {
    Optional<Ipv4> free = stock(subnet).next(this::isTaken);
    free.ifPresent(claimed::add);
    return free;
  }

  private synchronized boolean isTaken(Ipv4 address) {
    return stored.containsKey(address) || claimed.contains(address) || avoided.contains(address);
  }

  private synchronized void unclaim(Ipv4 address) {
    claimed.remove(address);
  }

  private synchronized void remember(List<FixedAddress> all) {
    for (FixedAddress one : all) {
      forget(one.address());
      stored.put(one.address(), one);
      byMac.computeIfAbsent(one.mac(), mac -> new HashSet<>()).add(one.address());
    }
  }

  private synchronized void forget(Ipv4 address) {
    FixedAddress before = stored.remove(address);
    if (before != null) {
      byMac.computeIfPresent(
          before.mac(),
          (mac, addresses) -> {
            addresses.remove(address);
            return addresses.isEmpty() ? null : addresses;
          });
    }
  }

  private synchronized void readAll() {
    List<FixedAddress> all = table.query("");
    stored.clear();
    byMac.clear();
    remember(all);
  }

  private synchronized Stock stock(Subnet subnet) {
    Plan plan = networks.plan();
    if (plan != planned) {
      planned = plan;
      stocks.clear();
    }
    return stocks.computeIfAbsent(
        subnet.id(), id -> new Stock(subnet.assignable(List.of(settings.address()))));
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
