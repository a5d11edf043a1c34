package io.bloomery.syslog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The receiver of machines' logs.
 *
 * @param enabled whether there is one; without {@code bloomery.network.interface} there is none
 *     either
 * @param port where it listens, UDP and TCP; at another than 514 machines are not told of it by
 *     DHCP, which has no word for a port
 * @param perMachine the most that is kept of one machine's log; the oldest goes first
 * @param inAll the most that is kept of all machines' logs together; the longest log is shortened
 *     first
 * @param rate what one machine may send in a second on average; for a while 16 times as much
 * @param tcpConnections open at a time; for a further one the longest silent is closed
 * @param tcpPerClient the same for one address
 */
@ConfigurationProperties("bloomery.syslog")
record SyslogSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("514") int port,
    @DefaultValue("1MB") DataSize perMachine,
    @DefaultValue("1GB") DataSize inAll,
    @DefaultValue("64KB") DataSize rate,
    @DefaultValue("10000") int tcpConnections,
    @DefaultValue("8") int tcpPerClient) {
  private static final DataSize LEAST = DataSize.ofKilobytes(64);

  public SyslogSettings {
    check(port >= 0 && port < 65536, "port", port, "0 (any free one) to 65535");
    check(
        perMachine.compareTo(LEAST) >= 0 && perMachine.compareTo(DataSize.ofMegabytes(64)) <= 0,
        "per-machine",
        perMachine,
        "64KB to 64MB");
    check(inAll.compareTo(perMachine) >= 0, "in-all", inAll, "at least per-machine, " + perMachine);
    check(
        rate.toBytes() >= 1024 && rate.compareTo(DataSize.ofMegabytes(64)) <= 0,
        "rate",
        rate,
        "1KB to 64MB");
    check(
        tcpConnections > 0 && tcpConnections <= 100_000,
        "tcp-connections",
        tcpConnections,
        "1 to 100000");
    check(tcpPerClient > 0, "tcp-per-client", tcpPerClient, "at least 1");
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "bloomery.syslog." + name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
