package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
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
  private final SubnetChoice choice;
  private final BootOptions boot;
  private final SubnetOptions options;
  private long warned = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  DhcpEngine(
      NetworkSettings settings,
      Networks networks,
      Leases leases,
      BootFiles files,
      SubnetOptions options) {
    this.settings = settings;
    this.options = options;
    choice = new SubnetChoice(settings, networks);
    this.leases = leases;
    boot = new BootOptions(settings, files);
  }

  @Override
  public Optional<Answer> answer(PxeRequest request, Arrival at) {
    Optional<Link> link = choice.of(request, at);
    if (link.isEmpty()) {
      log.debug("{} {} from a subnet that is not served", request.mac(), request.type());
      return Optional.empty();
    }
    return switch (request.type()) {
      case DISCOVER -> discover(request, link.get());
      case REQUEST -> request(request, link.get());
      case DECLINE -> decline(request);
      case RELEASE -> release(request);
      case INFORM -> inform(request, link.get());
      default -> Optional.empty();
    };
  }

  private Optional<Answer> discover(PxeRequest request, Link link) {
    Optional<Ipv4> address = leases.offer(request.mac(), link.subnets(), request.requested());
    if (address.isEmpty()) {
      warn(
          "{} gets no address: dynamic ranges {} of VLAN {} are used up",
          request.mac(),
          link.subnets().stream().flatMap(it -> it.dynamic().stream()).toList(),
          link.vlan().name());
      return Optional.empty();
    }
    log.debug("{} is offered {}", request.mac(), address.get());
    return Optional.of(
        Answer.of(request, granted(request, link, MessageType.OFFER, address.get()), null));
  }

  private Optional<Answer> request(PxeRequest request, Link link) {
    if (!request.server().isNone()) {
      return selecting(request, link);
    }
    if (request.clientAddress().isNone()) {
      return returning(request, link, request.requested());
    }
    return extending(request, link);
  }

  /** SELECTING: the client has chosen among offers. */
  private Optional<Answer> selecting(PxeRequest request, Link link) {
    if (!request.server().equals(link.server()) && !request.server().equals(settings.address())) {
      leases.withdraw(request.mac());
      warn(
          "{} took the offer of another DHCP server, {}; what it boots is not up to us",
          request.mac(),
          request.server());
      return Optional.empty();
    }
    Optional<Ipv4> address = leases.offer(request.mac(), link.subnets(), request.requested());
    return address.filter(request.requested()::equals).isPresent()
        ? acknowledge(request, link, request.requested())
        : refuse(request, link, request.requested());
  }

  /**
   * INIT-REBOOT: the client remembers an address. Where this is the only server, a forgotten lease
   * is simply made again if the address is free, which is what lets a client through after a loss
   * of the database.
   */
  private Optional<Answer> returning(PxeRequest request, Link link, Ipv4 address) {
    if (address.isNone()) {
      return Optional.empty();
    }
    boolean known = leases.byMac(request.mac()).isPresent();
    if (!known && !settings.authoritative() && link.subnetOf(address).isPresent()) {
      return Optional.empty();
    }
    return leases.offer(request.mac(), link.subnets(), address).filter(address::equals).isPresent()
        ? acknowledge(request, link, address)
        : refuse(request, link, address);
  }

  /**
   * RENEWING and REBINDING. A running lease goes on even if another address was reserved for the
   * machine meanwhile: refusing would cut off the system that runs there now.
   */
  private Optional<Answer> extending(PxeRequest request, Link link) {
    Ipv4 address = request.clientAddress();
    boolean runs =
        leases.byMac(request.mac()).filter(it -> it.address().equals(address)).isPresent();
    return runs && link.subnetOf(address).isPresent()
        ? acknowledge(request, link, address)
        : returning(request, link, address);
  }

  private Optional<Answer> acknowledge(PxeRequest request, Link link, Ipv4 address) {
    String clientId = request.clientId().isEmpty() ? null : request.clientId().toString();
    String hostName = request.hostName().isEmpty() ? null : request.hostName();
    Lease lease =
        new Lease(
            request.mac(), address, leases.now().plus(settings.leaseTime()), clientId, hostName);
    log.debug("{} gets {}", request.mac(), address);
    return Optional.of(Answer.of(request, granted(request, link, MessageType.ACK, address), lease));
  }

  private Optional<Answer> refuse(PxeRequest request, Link link, Ipv4 address) {
    if (!settings.authoritative() && request.server().isNone()) {
      return Optional.empty();
    }
    log.debug("{} is refused {}", request.mac(), address);
    DhcpReply reply =
        identified(request, link, MessageType.NAK)
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
  private Optional<Answer> inform(PxeRequest request, Link link) {
    if (request.clientAddress().isNone()) {
      return Optional.empty();
    }
    DhcpReply reply = identified(request, link, MessageType.ACK);
    boot.addTo(reply, request);
    Subnet subnet = link.subnetOf(request.clientAddress()).orElse(link.subnets().get(0));
    options.addTo(reply, request, link.vlan(), subnet);
    return Optional.of(Answer.of(request, reply, null));
  }

  /** At most one a second: what clients do must not fill the disk with words. */
  private void warn(String text, Object... values) {
    long now = System.nanoTime();
    if (now - warned > TimeUnit.SECONDS.toNanos(1)) {
      warned = now;
      log.warn(text, values);
    }
  }

  private DhcpReply granted(PxeRequest request, Link link, MessageType type, Ipv4 address) {
    Subnet subnet = link.subnetOf(address).orElseThrow();
    Duration time = settings.leaseTime();
    DhcpReply reply =
        identified(request, link, type)
            .yours(address)
            .with(DhcpOption.LEASE_TIME, time)
            .with(DhcpOption.RENEWAL_TIME, time.dividedBy(2))
            .with(DhcpOption.REBINDING_TIME, time.multipliedBy(7).dividedBy(8));
    // Before the rest: what does not fit is left out from the end.
    boot.addTo(reply, request);
    return options.addTo(reply, request, link.vlan(), subnet);
  }

  private DhcpReply identified(PxeRequest request, Link link, MessageType type) {
    DhcpReply reply = new DhcpReply(request, type).with(DhcpOption.SERVER_ID, link.server());
    return request.clientId().isEmpty()
        ? reply
        : reply.with(DhcpOption.CLIENT_ID, request.clientId().bytes());
  }
}
