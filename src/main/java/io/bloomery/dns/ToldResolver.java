package io.bloomery.dns;

import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.OwnResolver;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.springframework.stereotype.Component;

/** This name server, as DHCP and deployed systems are told of it. */
@Component
@ServesNames
class ToldResolver implements OwnResolver {
  private final String domain;
  private final List<Ipv4> addresses;

  ToldResolver(DnsSettings settings, NetworkSettings network) {
    domain = settings.domain();
    // Nobody can be told a port (RFC 2132 section 3.8), nor asks at loopback.
    boolean reached = settings.port() == Peer.USUAL_PORT && !network.address().isLoopback();
    addresses = reached ? addresses(settings, network.address()) : List.of();
  }

  private static List<Ipv4> addresses(DnsSettings settings, Ipv4 ours) {
    List<InetAddress> listen =
        settings.listen().stream().map(it -> Peer.address("bloomery.dns.listen", it)).toList();
    List<Ipv4> reached =
        listen.stream()
            .filter(Inet4Address.class::isInstance)
            .filter(it -> !it.isLoopbackAddress())
            .map(it -> it.isAnyLocalAddress() ? ours : Ipv4.of(it.getHostAddress()))
            .toList();
    return listen.isEmpty() || reached.contains(ours) ? List.of(ours) : reached;
  }

  @Override
  public List<Ipv4> addresses() {
    return addresses;
  }

  @Override
  public String domain() {
    return domain;
  }
}
