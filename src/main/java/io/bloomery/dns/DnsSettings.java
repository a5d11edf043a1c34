package io.bloomery.dns;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The name server of the boot network.
 *
 * @param enabled whether there is one; without {@code bloomery.network.interface} there is none
 *     either
 * @param domain machines' names end with it
 * @param port where it listens, UDP and TCP
 * @param listen addresses it listens at, IPv4 and IPv6; empty: the controller's address in the boot
 *     network
 * @param clients networks that may ask for names of others, besides those of the plan and this
 *     host, as 192.0.2.0/24
 * @param forward whether other names are asked for at all
 * @param forwarders servers that know all other names, as 192.0.2.53 or [2001:db8::53]:5353; empty:
 *     those of /etc/resolv.conf
 * @param transfer addresses and networks that may have whole zones (AXFR): other name servers;
 *     empty: only who signs with a key that may
 * @param secondaries name servers that are told at once of a zone's new serial (NOTIFY), as
 *     192.0.2.53 or [2001:db8::53]:5353
 * @param ttl how long others may remember a machine's address
 * @param tcpConnections connections at once
 * @param tcpPerClient connections of one address at once
 * @param tcpIdle after how long a connection is closed whose client asks nothing, or reads nothing
 *     of what it asked for
 */
@ConfigurationProperties("bloomery.dns")
record DnsSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("bloomery.internal") String domain,
    @DefaultValue("53") int port,
    @DefaultValue List<String> listen,
    @DefaultValue List<String> clients,
    @DefaultValue("true") boolean forward,
    @DefaultValue List<String> forwarders,
    @DefaultValue List<String> transfer,
    @DefaultValue List<String> secondaries,
    @DefaultValue("30s") Duration ttl,
    @DefaultValue("100") int tcpConnections,
    @DefaultValue("10") int tcpPerClient,
    @DefaultValue("10s") Duration tcpIdle) {

  DnsSettings {
    domain = domain.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
    check(
        domain.length() <= 180
            && domain.matches(
                "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?"),
        "domain",
        domain,
        "a domain's name, lab.example.org");
    check(port >= 0 && port < 65536, "port", port, "0 (any free one) to 65535");
    check(!ttl.isNegative() && ttl.toDays() <= 7, "ttl", ttl, "PT0S to P7D");
    check(
        tcpConnections > 0 && tcpConnections <= 10_000,
        "tcp-connections",
        tcpConnections,
        "1 to 10000");
    check(tcpPerClient > 0, "tcp-per-client", tcpPerClient, "at least 1");
    check(
        tcpIdle.toMillis() >= 100 && tcpIdle.toHours() < 1, "tcp-idle", tcpIdle, "PT0.1S to PT1H");
    listen.forEach(it -> Peer.address("bloomery.dns.listen", it));
    clients.forEach(it -> AddressBlock.of("bloomery.dns.clients", it));
    forwarders.forEach(it -> Peer.of("bloomery.dns.forwarders", it));
    transfer.forEach(it -> AddressBlock.of("bloomery.dns.transfer", it));
    secondaries.forEach(it -> Peer.of("bloomery.dns.secondaries", it));
    listen = List.copyOf(listen);
    clients = List.copyOf(clients);
    forwarders = List.copyOf(forwarders);
    transfer = List.copyOf(transfer);
    secondaries = List.copyOf(secondaries);
  }

  Name origin() {
    try {
      return Name.fromString(domain + ".");
    } catch (TextParseException checkedBefore) {
      throw new IllegalArgumentException(checkedBefore);
    }
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "bloomery.dns." + name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
