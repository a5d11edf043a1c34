package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The addresses lent by DHCP, one per NIC and keyed by its MAC address. Answers come from memory; a
 * lease is durable before it is acknowledged, an offer never is.
 */
@Component
public class Leases {
  /**
   * Long enough for the slowest firmware to come back with its request (PXE 2.1 tries for a
   * minute).
   */
  private static final Duration OFFER = Duration.ofSeconds(60);

  private final Networks networks;
  private final FixedAddresses fixed;
  private final Clock clock;
  private final Pool pool = new Pool();
  private final LeaseWriter writer;
  private Plan planned;

  @Autowired
  Leases(
      Networks networks,
      FixedAddresses fixed,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    this(networks, fixed, jdbc, transactions, Clock.systemUTC());
  }

  Leases(
      Networks networks,
      FixedAddresses fixed,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.networks = networks;
    this.fixed = fixed;
    this.clock = clock;
    LeaseTable table = new LeaseTable(jdbc, new TransactionTemplate(transactions));
    table.declined(clock.instant()).forEach(pool::decline);
    table.leases().forEach(pool::lend);
    writer = new LeaseWriter(table);
  }

  /** The lease of this NIC, if it has one that is not over. */
  public synchronized Optional<Lease> byMac(MacAddress mac) {
    return pool.lease(mac, clock.instant());
  }

  /** The address last lent to this NIC, even if its lease is over; empty if another one has it. */
  public synchronized Optional<Ipv4> lastOf(MacAddress mac) {
    return pool.lease(mac, Instant.MIN).map(Lease::address);
  }

  /** The lease on this address, if there is one that is not over. */
  public synchronized Optional<Lease> byAddress(String ipv4) {
    return pool.lease(Ipv4.of(ipv4), clock.instant());
  }

  /**
   * The address this NIC is to have: the one fixed for it, unless that rests after a decline, or
   * else one of a dynamic range, which is then held for it for a minute.
   *
   * @param subnets those of the link the NIC is on, the preferred one first
   * @param requested the address it would like, or {@link Ipv4#NONE}
   * @return empty if none of the subnets has one for it
   */
  public synchronized Optional<Ipv4> offer(MacAddress mac, List<Subnet> subnets, Ipv4 requested) {
    Instant now = clock.instant();
    // One that its own NIC found in use rests too: offered again at once, it would be declined
    // again.
    Optional<Ipv4> own =
        subnets.stream()
            .flatMap(it -> fixed.of(mac, it.cidr()).stream())
            .filter(it -> !pool.rests(it, now))
            .findFirst();
    if (own.isPresent()) {
      return own;
    }
    Plan plan = networks.plan();
    if (plan != planned) {
      planned = plan;
      pool.subnets(plan.subnets());
    }
    return pool.offer(mac, subnets, requested, now, now.plus(OFFER));
  }

  /** Whether this address was offered, lent or fixed to this NIC. */
  public synchronized boolean holds(MacAddress mac, Ipv4 address) {
    return pool.holds(mac, address) || fixed.of(mac, new Cidr(address, 32)).isPresent();
  }

  /** The client took another server's offer. */
  public synchronized void withdraw(MacAddress mac) {
    pool.withdraw(mac);
  }

  /**
   * Lends the address; {@code afterCommit} runs, on the writing thread, as soon as that is durable.
   */
  public synchronized void lend(Lease lease, Runnable afterCommit) {
    if (writer.add(new LeaseTable.Lent(lease), afterCommit)) {
      pool.lend(lease);
    }
  }

  /** Ends the lease; the address stays with the NIC until somebody else needs it. */
  public synchronized void release(MacAddress mac, Ipv4 address) {
    byMac(mac)
        .filter(lease -> lease.address().equals(address))
        .map(lease -> new Lease(mac, address, clock.instant(), lease.clientId(), lease.hostName()))
        .ifPresent(lease -> lend(lease, () -> {}));
  }

  /** Gives the address to nobody for a while, because a client found it in use. */
  public synchronized void decline(MacAddress by, Ipv4 address, Duration rest) {
    Instant until = clock.instant().plus(rest);
    pool.decline(address, until);
    fixed.avoid(address, until);
    writer.add(new LeaseTable.Declined(by, address, until), () -> {});
  }

  public Instant now() {
    return clock.instant();
  }

  @PreDestroy
  void close() {
    writer.close();
  }
}
