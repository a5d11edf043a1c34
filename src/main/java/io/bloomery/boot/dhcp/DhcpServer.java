package io.bloomery.boot.dhcp;

import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.network.DhcpMode;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Leases;
import io.bloomery.network.LogReceiver;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.Resolvers;
import io.bloomery.network.option.CustomOptions;
import io.bloomery.network.plan.Networks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Serves DHCP on the boot interface, and on those of the plan. */
@Component
@ConditionalOnExpression("!'${bloomery.network.interface:}'.isBlank()")
class DhcpServer implements SmartLifecycle, DhcpState.Source {
  private static final Logger log = LoggerFactory.getLogger(DhcpServer.class);

  private final NetworkSettings settings;
  private final Networks networks;
  private final Leases leases;
  private final Decisions engine;
  private final BootJournal journal;
  private ProxyPort proxyPort;
  private volatile DhcpPort port;
  private volatile PlannedPorts planned;

  DhcpServer(
      NetworkSettings settings,
      Networks networks,
      Resolvers resolvers,
      Leases leases,
      BootFiles files,
      CustomOptions custom,
      ObjectProvider<LogReceiver> log,
      BootJournal journal) {
    this.journal = journal;
    this.settings = settings;
    this.networks = networks;
    this.leases = leases;
    engine =
        settings.dhcp() == DhcpMode.PROXY
            ? new ProxyEngine(settings, files)
            : new DhcpEngine(
                settings,
                networks,
                leases,
                files,
                new SubnetOptions(resolvers, custom, toldOf(log.getIfAvailable())));
  }

  /** Option 7 has no room for a port (RFC 2132 section 3.9). */
  private static Ipv4 toldOf(LogReceiver log) {
    return log != null && log.port() == LogReceiver.USUAL_PORT ? log.address() : null;
  }

  @Override
  public void start() {
    try {
      if (engine instanceof ProxyEngine proxy) {
        InetAddress address = InetAddress.getByAddress(settings.address().bytes());
        proxyPort = new ProxyPort(address, proxy, this::noteFile);
      }
      port = open(new Arrival(settings.device(), List.of(settings.address())));
    } catch (IOException refused) {
      closeProxyPort();
      throw new UncheckedIOException(refused.getMessage(), refused);
    }
    if (proxyPort == null) {
      log.info(
          "DHCP on {}, port {}: {} of subnet {}, boot server {}",
          settings.device(),
          port(),
          settings.dynamicRange(),
          settings.subnet(),
          settings.address());
      planned = new PlannedPorts(networks, this::open);
    } else {
      log.info(
          "DHCP on {}, ports {} and {}: boot server {}, addresses come from another server",
          settings.device(),
          port(),
          ProxyEngine.PORT,
          settings.address());
    }
  }

  private DhcpPort open(Arrival at) throws IOException {
    return new DhcpPort(settings, at, leases, engine, journal);
  }

  private void noteFile(DhcpReply reply) {
    journal.note(reply.mac(), BootStep.TOLD_FILE, reply.bootFile());
  }

  @Override
  public void stop() {
    if (planned != null) {
      planned.close();
      planned = null;
    }
    port.close();
    port = null;
    closeProxyPort();
  }

  private void closeProxyPort() {
    if (proxyPort != null) {
      proxyPort.close();
      proxyPort = null;
    }
  }

  /** Now, and not when the next time comes. */
  void lookForOthers() {
    port.others().look();
  }

  @Override
  public List<DhcpState> states() {
    PlannedPorts further = planned;
    DhcpPort first = port;
    return Stream.concat(
            Stream.ofNullable(first), further == null ? Stream.of() : further.ports().stream())
        .map(it -> it.others().state())
        .toList();
  }

  @Override
  public boolean isRunning() {
    return port != null;
  }

  int port() {
    return port.port();
  }
}
