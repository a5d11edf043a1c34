package io.bloomery.syslog;

import io.bloomery.machine.Machines;
import io.bloomery.network.AddressHolders;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.LogReceiver;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.PortHolder;
import io.bloomery.network.plan.Networks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Receives the logs of the machines in the plan's subnets. */
@Component
@ConditionalOnExpression(
    "!'${bloomery.network.interface:}'.isBlank() and ${bloomery.syslog.enabled:true}")
class SyslogServer implements SmartLifecycle, LogReceiver {
  private static final Logger log = LoggerFactory.getLogger(SyslogServer.class);

  private final SyslogSettings settings;
  private final NetworkSettings network;
  private final Networks networks;
  private final MachineLogs logs;
  private final Senders senders;
  private final Budgets budgets;
  private LogKeeper keeper;
  private volatile SyslogPort port;

  SyslogServer(
      SyslogSettings settings,
      NetworkSettings network,
      Networks networks,
      AddressHolders holders,
      FixedAddresses fixed,
      Machines machines,
      MachineLogs logs) {
    this.settings = settings;
    this.network = network;
    this.networks = networks;
    this.logs = logs;
    senders = new Senders(network, holders, fixed, machines);
    budgets = new Budgets(settings.rate().toBytes());
  }

  @Override
  public Ipv4 address() {
    return network.address();
  }

  @Override
  public int port() {
    return settings.port();
  }

  @Override
  public void start() {
    keeper = new LogKeeper(senders, logs);
    try {
      InetAddress address = InetAddress.getByAddress(network.address().bytes());
      port = new SyslogPort(address, settings, this::isPlanned, this::heard);
      log.info("Syslog on {}, port {}", network.address(), port.port());
    } catch (IOException refused) {
      keeper.close();
      throw new UncheckedIOException(reason(refused), refused);
    }
  }

  private boolean isPlanned(Ipv4 client) {
    return networks.plan().subnetOf(client).isPresent();
  }

  private void heard(Ipv4 from, ByteBuffer message, boolean cut) {
    int lost = budgets.take(from, message.remaining(), System.nanoTime());
    if (lost >= 0 && !keeper.keep(from, message, cut, lost)) {
      budgets.lost(from, lost + 1);
    }
  }

  private String reason(IOException refused) {
    String message = String.valueOf(refused.getMessage());
    String what = "syslog on " + network.address() + ", port " + settings.port() + ": ";
    if (message.contains("in use")) {
      return what
          + "taken by "
          + PortHolder.of(settings.port())
          + ". Stop it, or set bloomery.syslog.port, or bloomery.syslog.enabled: false";
    }
    if (message.contains("assign")) {
      return what + "no interface has this address. Give it to one, or change it in the settings";
    }
    if (message.contains("ermission")) {
      return what
          + "not allowed. Run as root or with CAP_NET_BIND_SERVICE, or set bloomery.syslog.port"
          + " above 1023";
    }
    return what + message;
  }

  /** Where it really listens. */
  int boundPort() throws IOException {
    return port.port();
  }

  @Override
  public void stop() {
    port.close();
    port = null;
    keeper.close();
  }

  @Override
  public boolean isRunning() {
    return port != null;
  }
}
