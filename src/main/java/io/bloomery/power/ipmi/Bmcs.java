package io.bloomery.power.ipmi;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All BMCs that were asked something, by address. They share one socket. */
final class Bmcs implements AutoCloseable {
  private final Map<InetSocketAddress, Bmc> byAddress = new ConcurrentHashMap<>();
  private final IpmiSocket socket = new IpmiSocket(this::receive, this::closeIdle);
  private final IpmiSettings settings;

  Bmcs(IpmiSettings settings) {
    this.settings = settings;
  }

  <T> T use(Account account, Bmc.Work<T> work) {
    return byAddress
        .computeIfAbsent(account.address(), address -> new Bmc(address, socket))
        .use(account, settings.answer(), work);
  }

  private void receive(InetSocketAddress from, byte[] datagram) {
    Bmc bmc = byAddress.get(from);
    if (bmc != null) {
      bmc.receive(datagram);
    }
  }

  private void closeIdle() {
    byAddress.values().forEach(bmc -> bmc.closeIfIdleFor(settings.keepSession()));
  }

  /** Leaves no session behind. */
  @Override
  public void close() {
    byAddress.values().forEach(bmc -> bmc.closeIfIdleFor(Duration.ZERO));
    socket.close();
  }
}
