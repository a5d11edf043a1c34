package io.bloomery.network;

import io.bloomery.machine.MacAddress;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  private final Addresses addresses;
  private final Clock clock;
  private final Pool pool;
  private final LeaseWriter writer;

  @Autowired
  Leases(
      NetworkSettings settings,
      Addresses addresses,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    this(settings, addresses, jdbc, transactions, Clock.systemUTC());
  }

  Leases(
      NetworkSettings settings,
      Addresses addresses,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.addresses = addresses;
    this.clock = clock;
    pool = new Pool(settings.dynamicRange());
    LeaseTable table = new LeaseTable(jdbc, new TransactionTemplate(transactions));
    table.declined(clock.instant()).forEach(pool::decline);
    table.leases().forEach(pool::lend);
    writer = new LeaseWriter(table);
  }

  /** The lease of this NIC, if it has one that is not over. */
  public synchronized Optional<Lease> byMac(MacAddress mac) {
    return pool.lease(mac, clock.instant());
  }

  /** The lease on this address, if there is one that is not over. */
  public synchronized Optional<Lease> byAddress(String ipv4) {
    return pool.lease(Ipv4.of(ipv4), clock.instant());
  }

  /**
   * The address this NIC is to have: the one reserved for its machine, or else one of the dynamic
   * range, which is then held for it for a minute.
   *
   * @param requested the address it would like, or {@link Ipv4#NONE}
   * @return empty if the dynamic range is used up
   */
  public synchronized Optional<Ipv4> offer(MacAddress mac, Ipv4 requested) {
    Optional<Ipv4> reserved = addresses.of(mac);
    if (reserved.isPresent()) {
      return reserved;
    }
    Instant now = clock.instant();
    return pool.offer(mac, requested, now, now.plus(OFFER));
  }

  /** Whether this address was offered or lent to this NIC. */
  public synchronized boolean holds(MacAddress mac, Ipv4 address) {
    return pool.holds(mac, address) || addresses.of(mac).filter(address::equals).isPresent();
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
    addresses.avoid(address);
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
