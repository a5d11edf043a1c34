package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The decisions of a server that lends addresses (RFC 2131 section 4.3). */
final class DhcpEngine implements Decisions {
  private static final Logger log = LoggerFactory.getLogger(DhcpEngine.class);

  private final NetworkSettings settings;
  private final Leases leases;
  private final BootOptions boot;
  private long warned = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  DhcpEngine(NetworkSettings settings, Leases leases, BootFiles files) {
    this.settings = settings;
    this.leases = leases;
    boot = new BootOptions(settings, files);
  }

  @Override
  public Optional<Answer> answer(PxeRequest request) {
    if (!isOurs(request)) {
      log.debug("{} {} from a subnet that is not served", request.mac(), request.type());
      return Optional.empty();
    }
    return switch (request.type()) {
      case DISCOVER -> discover(request);
      case REQUEST -> request(request);
      case DECLINE -> decline(request);
      case RELEASE -> release(request);
      case INFORM -> inform(request);
      default -> Optional.empty();
    };
  }

  /** A relay's link selection stands before its own address (RFC 3527 section 3). */
  private boolean isOurs(PxeRequest request) {
    if (!request.linkSelection().isNone()) {
      return settings.subnet().contains(request.linkSelection());
    }
    Ipv4 relay = request.relay();
    // A relay on this host, as simulated machines have one, is at no subnet of its own.
    return relay.isNone()
        || settings.subnet().contains(relay)
        || relay.isLoopback() && settings.address().isLoopback();
  }

  private Optional<Answer> discover(PxeRequest request) {
    Optional<Ipv4> address = leases.offer(request.mac(), request.requested());
    if (address.isEmpty()) {
      warn(
          "{} gets no address: bloomery.network.dynamic-range {} is used up",
          request.mac(),
          settings.dynamicRange());
      return Optional.empty();
    }
    log.debug("{} is offered {}", request.mac(), address.get());
    return Optional.of(
        Answer.of(request, granted(request, MessageType.OFFER, address.get()), null));
  }

  private Optional<Answer> request(PxeRequest request) {
    if (!request.server().isNone()) {
      return selecting(request);
    }
    if (request.clientAddress().isNone()) {
      return returning(request, request.requested());
    }
    return extending(request);
  }

  /** SELECTING: the client has chosen among offers. */
  private Optional<Answer> selecting(PxeRequest request) {
    if (!request.server().equals(settings.address())
        && !request.server().equals(request.serverOverride())) {
      leases.withdraw(request.mac());
      warn(
          "{} took the offer of another DHCP server, {}; what it boots is not up to us",
          request.mac(),
          request.server());
      return Optional.empty();
    }
    Optional<Ipv4> address = leases.offer(request.mac(), request.requested());
    return address.filter(request.requested()::equals).isPresent()
        ? acknowledge(request, request.requested())
        : refuse(request, request.requested());
  }

  /**
   * INIT-REBOOT: the client remembers an address. Where this is the only server, a forgotten lease
   * is simply made again if the address is free, which is what lets a client through after a loss
   * of the database.
   */
  private Optional<Answer> returning(PxeRequest request, Ipv4 address) {
    if (address.isNone()) {
      return Optional.empty();
    }
    boolean known = leases.byMac(request.mac()).isPresent();
    if (!known && !settings.authoritative() && settings.subnet().contains(address)) {
      return Optional.empty();
    }
    return leases.offer(request.mac(), address).filter(address::equals).isPresent()
        ? acknowledge(request, address)
        : refuse(request, address);
  }

  /**
   * RENEWING and REBINDING. A running lease goes on even if another address was reserved for the
   * machine meanwhile: refusing would cut off the system that runs there now.
   */
  private Optional<Answer> extending(PxeRequest request) {
    Ipv4 address = request.clientAddress();
    Optional<Lease> lease = leases.byMac(request.mac());
    return lease.isPresent() && lease.get().address().equals(address)
        ? acknowledge(request, address)
        : returning(request, address);
  }

  private Optional<Answer> acknowledge(PxeRequest request, Ipv4 address) {
    String clientId = request.clientId().isEmpty() ? null : request.clientId().toString();
    String hostName = request.hostName().isEmpty() ? null : request.hostName();
    Lease lease =
        new Lease(
            request.mac(), address, leases.now().plus(settings.leaseTime()), clientId, hostName);
    log.debug("{} gets {}", request.mac(), address);
    return Optional.of(Answer.of(request, granted(request, MessageType.ACK, address), lease));
  }

  private Optional<Answer> refuse(PxeRequest request, Ipv4 address) {
    if (!settings.authoritative() && request.server().isNone()) {
      return Optional.empty();
    }
    log.debug("{} is refused {}", request.mac(), address);
    DhcpReply reply =
        identified(request, MessageType.NAK)
            .with(DhcpOption.MESSAGE, "address " + address + " is not yours");
    return Optional.of(Answer.of(request, reply, null));
  }

  private Optional<Answer> decline(PxeRequest request) {
    Ipv4 address = request.requested();
    boolean offered = leases.holds(request.mac(), address);
    if (offered) {
      warn(
          "{} found {} in use by another machine; it is given to nobody for {}",
          request.mac(),
          address,
          settings.quarantine());
      leases.decline(request.mac(), address, settings.quarantine());
    }
    return Optional.empty();
  }

  private Optional<Answer> release(PxeRequest request) {
    leases.release(request.mac(), request.clientAddress());
    return Optional.empty();
  }

  /** The client has its address from elsewhere, and gets no lease (RFC 2131 section 4.3.5). */
  private Optional<Answer> inform(PxeRequest request) {
    if (request.clientAddress().isNone()) {
      return Optional.empty();
    }
    DhcpReply reply = identified(request, MessageType.ACK);
    boot.addTo(reply, request);
    return Optional.of(Answer.of(request, network(reply), null));
  }

  /** At most one a second: what clients do must not fill the disk with words. */
  private void warn(String text, Object... values) {
    long now = System.nanoTime();
    if (now - warned > TimeUnit.SECONDS.toNanos(1)) {
      warned = now;
      log.warn(text, values);
    }
  }

  private DhcpReply granted(PxeRequest request, MessageType type, Ipv4 address) {
    Duration time = settings.leaseTime();
    DhcpReply reply =
        identified(request, type)
            .yours(address)
            .with(DhcpOption.LEASE_TIME, time)
            .with(DhcpOption.RENEWAL_TIME, time.dividedBy(2))
            .with(DhcpOption.REBINDING_TIME, time.multipliedBy(7).dividedBy(8));
    // Before the rest: what does not fit is left out from the end.
    boot.addTo(reply, request);
    return network(reply);
  }

  private DhcpReply identified(PxeRequest request, MessageType type) {
    Ipv4 server = request.serverOverride().isNone() ? settings.address() : request.serverOverride();
    DhcpReply reply = new DhcpReply(request, type).with(DhcpOption.SERVER_ID, server);
    return request.clientId().isEmpty()
        ? reply
        : reply.with(DhcpOption.CLIENT_ID, request.clientId().bytes());
  }

  private DhcpReply network(DhcpReply reply) {
    reply.with(DhcpOption.SUBNET_MASK, settings.subnet().mask());
    reply.with(DhcpOption.BROADCAST_ADDRESS, settings.subnet().broadcast());
    if (settings.gateway() != null) {
      reply.with(DhcpOption.ROUTER, settings.gateway());
    }
    if (!settings.dnsServers().isEmpty()) {
      byte[] servers = new byte[4 * Math.min(8, settings.dnsServers().size())];
      for (int i = 0; i < servers.length; i += 4) {
        System.arraycopy(settings.dnsServers().get(i / 4).bytes(), 0, servers, i, 4);
      }
      reply.with(DhcpOption.DNS_SERVERS, servers);
    }
    return reply;
  }
}
