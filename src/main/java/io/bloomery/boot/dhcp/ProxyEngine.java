package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import java.util.Optional;

/**
 * The decisions of a proxy (PXE 2.1 section 2.2.3): another server lends the addresses, this one
 * says what to boot. Whoever does not boot is told nothing at all.
 */
final class ProxyEngine implements Decisions {
  /** Where firmware asks a proxy whose offer named no file. */
  static final int PORT = 4011;

  private final NetworkSettings settings;
  private final BootFiles files;

  ProxyEngine(NetworkSettings settings, BootFiles files) {
    this.settings = settings;
    this.files = files;
  }

  /**
   * At the DHCP port: an offer without an address. What was chosen is the other server's affair.
   */
  @Override
  public Optional<Answer> answer(PxeRequest request, Arrival at) {
    if (request.type() != MessageType.DISCOVER || !request.boots()) {
      return Optional.empty();
    }
    BootFile file = files.fileFor(request);
    if (file.isNone()) {
      return Optional.empty();
    }
    DhcpReply reply = identified(request, MessageType.OFFER);
    // Firmware's PXE clients agree on one kind of proxy only: an offer without a file and without
    // option 43, after which they ask port 4011. Old EDK2 drops the first offer of the other kind.
    if (request.http() || request.ipxe()) {
      reply.boot(settings.address(), file.location());
    }
    return Optional.of(unicastNowhere(request, reply));
  }

  /** Why firmware that asks is told nothing; empty if it is told something, or does not boot. */
  String missing(PxeRequest request) {
    return request.boots() ? files.fileFor(request).missing() : "";
  }

  /** At port 4011: the file itself, to wherever the question came from. */
  Optional<DhcpReply> answerAtPort4011(PxeRequest request) {
    boolean asks = request.type() == MessageType.REQUEST || request.type() == MessageType.INFORM;
    if (!asks || !request.boots()) {
      return Optional.empty();
    }
    BootFile file = files.fileFor(request);
    return file.isNone()
        ? Optional.empty()
        : Optional.of(
            identified(request, MessageType.ACK).boot(settings.address(), file.location()));
  }

  /** A client that has no address yet cannot be sent anything but a broadcast: none is offered. */
  private static Answer unicastNowhere(PxeRequest request, DhcpReply reply) {
    Answer answer = Answer.of(request, reply, null);
    return answer.way() == Answer.Way.NIC
        ? new Answer(reply, Answer.Way.BROADCAST, Ipv4.BROADCAST, null)
        : answer;
  }

  private DhcpReply identified(PxeRequest request, MessageType type) {
    DhcpReply reply =
        new DhcpReply(request, type)
            .with(DhcpOption.SERVER_ID, settings.address())
            .with(DhcpOption.VENDOR_CLASS, request.http() ? "HTTPClient" : "PXEClient");
    if (!request.machineId().isEmpty()) {
      reply.with(DhcpOption.MACHINE_ID, request.machineId().bytes());
    }
    return request.clientId().isEmpty()
        ? reply
        : reply.with(DhcpOption.CLIENT_ID, request.clientId().bytes());
  }
}
