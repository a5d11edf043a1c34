package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.Resolvers;
import io.bloomery.network.option.CustomOption;
import io.bloomery.network.option.CustomOptions;
import io.bloomery.network.plan.StaticRoute;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.Vlan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a reply says about the network the client is in. */
final class SubnetOptions {
  private static final int USUAL_MTU = 1500;

  private final Resolvers resolvers;
  private final CustomOptions custom;

  /** The controller's own log, for subnets that name no other, or null. */
  private final Ipv4 ownLog;

  SubnetOptions(Resolvers resolvers, CustomOptions custom, Ipv4 ownLog) {
    this.resolvers = resolvers;
    this.custom = custom;
    this.ownLog = ownLog;
  }

  /** What few need is told to who asks for it (option 55), since the room in a packet is short. */
  DhcpReply addTo(DhcpReply reply, PxeRequest request, Vlan vlan, Subnet subnet) {
    reply.with(DhcpOption.SUBNET_MASK, subnet.cidr().mask());
    reply.with(DhcpOption.BROADCAST_ADDRESS, subnet.cidr().broadcast());
    // First what somebody wanted so, though never instead of what says how to boot.
    for (CustomOption option : custom.of(request.mac(), subnet.id())) {
      if (option.force() || request.wanted().contains(option.code()) || always(option.code())) {
        put(reply, option.code(), option.bytes());
      }
    }
    if (subnet.gateway() != null) {
      put(reply, DhcpOption.ROUTER.code, subnet.gateway().bytes());
    }
    Resolvers.Told names = resolvers.of(subnet.dnsServers());
    if (!names.servers().isEmpty()) {
      put(reply, DhcpOption.DNS_SERVERS.code, bytes(names.servers()));
    }
    if (names.domain() != null) {
      byte[] domain = names.domain().getBytes(StandardCharsets.US_ASCII);
      tell(reply, request, DhcpOption.DOMAIN_NAME, domain);
    }
    if (!subnet.routes().isEmpty()) {
      tell(reply, request, DhcpOption.STATIC_ROUTES, routes(subnet));
    }
    if (vlan.mtu() != USUAL_MTU) {
      byte[] mtu = {(byte) (vlan.mtu() >> 8), (byte) vlan.mtu()};
      tell(reply, request, DhcpOption.MTU, mtu);
    }
    if (!subnet.ntpServers().isEmpty()) {
      tell(reply, request, DhcpOption.NTP_SERVERS, bytes(subnet.ntpServers()));
    }
    Ipv4 log = subnet.logServer() == null ? ownLog : subnet.logServer();
    if (log != null) {
      tell(reply, request, DhcpOption.LOG_SERVER, log.bytes());
    }
    return reply;
  }

  /** Whether it is told unasked if the subnet has it; then another one must be too. */
  private static boolean always(int code) {
    return code == DhcpOption.ROUTER.code || code == DhcpOption.DNS_SERVERS.code;
  }

  private static void tell(DhcpReply reply, PxeRequest request, DhcpOption option, byte[] value) {
    if (request.wanted().contains(option.code)) {
      put(reply, option.code, value);
    }
  }

  private static void put(DhcpReply reply, int code, byte[] value) {
    if (!reply.has(code)) {
      reply.with(code, value);
    }
  }

  private static byte[] bytes(List<Ipv4> addresses) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * addresses.size());
    addresses.forEach(it -> bytes.put(it.bytes()));
    return bytes.array();
  }

  /** Who takes these ignores the router of option 3, so that is among them (RFC 3442). */
  private static byte[] routes(Subnet subnet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (StaticRoute route : subnet.routes()) {
      int prefix = route.to().prefix();
      out.write(prefix);
      out.write(route.to().network().bytes(), 0, (prefix + 7) / 8);
      out.writeBytes(route.via().bytes());
    }
    if (subnet.gateway() != null) {
      out.write(0);
      out.writeBytes(subnet.gateway().bytes());
    }
    return out.toByteArray();
  }
}
