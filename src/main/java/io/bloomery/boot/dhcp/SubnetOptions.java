package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.Resolvers;
import io.bloomery.network.plan.StaticRoute;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.Vlan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** What a reply says about the network the client is in. */
final class SubnetOptions {
  private static final int USUAL_MTU = 1500;

  private final Resolvers resolvers;

  SubnetOptions(Resolvers resolvers) {
    this.resolvers = resolvers;
  }

  /** What few need is told to who asks for it (option 55), since the room in a packet is short. */
  DhcpReply addTo(DhcpReply reply, PxeRequest request, Vlan vlan, Subnet subnet) {
    reply.with(DhcpOption.SUBNET_MASK, subnet.cidr().mask());
    reply.with(DhcpOption.BROADCAST_ADDRESS, subnet.cidr().broadcast());
    if (subnet.gateway() != null) {
      reply.with(DhcpOption.ROUTER, subnet.gateway());
    }
    Resolvers.Told names = resolvers.of(subnet.dnsServers());
    if (!names.servers().isEmpty()) {
      reply.with(DhcpOption.DNS_SERVERS, bytes(names.servers()));
    }
    if (names.domain() != null && asks(request, DhcpOption.DOMAIN_NAME)) {
      reply.with(DhcpOption.DOMAIN_NAME, names.domain());
    }
    if (!subnet.routes().isEmpty() && asks(request, DhcpOption.STATIC_ROUTES)) {
      reply.with(DhcpOption.STATIC_ROUTES, routes(subnet));
    }
    if (vlan.mtu() != USUAL_MTU && asks(request, DhcpOption.MTU)) {
      reply.with(DhcpOption.MTU, new byte[] {(byte) (vlan.mtu() >> 8), (byte) vlan.mtu()});
    }
    if (!subnet.ntpServers().isEmpty() && asks(request, DhcpOption.NTP_SERVERS)) {
      reply.with(DhcpOption.NTP_SERVERS, bytes(subnet.ntpServers()));
    }
    if (subnet.logServer() != null && asks(request, DhcpOption.LOG_SERVER)) {
      reply.with(DhcpOption.LOG_SERVER, subnet.logServer());
    }
    return reply;
  }

  private static boolean asks(PxeRequest request, DhcpOption option) {
    return request.wanted().contains(option.code);
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
