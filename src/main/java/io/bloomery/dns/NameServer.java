package io.bloomery.dns;

import io.bloomery.machine.MachineChanged;
import io.bloomery.machine.Machines;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.PortHolder;
import io.bloomery.network.device.DeviceChanged;
import io.bloomery.network.device.Devices;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.plan.Networks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

/** Serves the zones, and asks others for the rest. */
@Component
@ServesNames
class NameServer implements SmartLifecycle, DnsZones {
  private static final Logger log = LoggerFactory.getLogger(NameServer.class);
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  /** Seconds. */
  private static final int LONGEST_WRITE = 20;

  private final DnsSettings settings;
  private final NetworkSettings network;
  private final Networks networks;
  private final KeyBook keys;
  private final ZoneTable table;
  private final NewZones newZones;
  private final HostBook book;
  private final List<AutoCloseable> listeners = new ArrayList<>();
  private final RecordTable stored;
  private final RecordBook records;

  /** Hosts that changed while the zones were filled, which may have read them before that. */
  private final Set<String> early = ConcurrentHashMap.newKeySet();

  private Zones zones;
  private ZoneWriter writer;
  private Notifier notifier;
  private Forwarder forwarder;
  private int port;
  private volatile boolean running;

  NameServer(
      DnsSettings settings,
      NetworkSettings network,
      Machines machines,
      Interfaces interfaces,
      Devices devices,
      Networks networks,
      KeyBook keys,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    this.settings = settings;
    this.network = network;
    this.networks = networks;
    this.keys = keys;
    stored = new RecordTable(jdbc);
    table = new ZoneTable(jdbc, stored, transactions);
    records = new RecordBook(stored);
    newZones = new NewZones(settings, table, networks);
    book =
        new HostBook(
            new MachineHosts(machines, interfaces).and(new DeviceHosts(devices)),
            settings.origin(),
            (int) settings.ttl().toSeconds(),
            newZones);
  }

  @Override
  public void start() {
    List<InetAddress> addresses = addresses();
    zones = fill();
    notifier =
        new Notifier(Peer.all("bloomery.dns.secondaries", settings.secondaries()), addresses);
    writer = new ZoneWriter(zones, table, notifier::changed);
    forwarder = new Forwarder(forwarders(addresses));
    Clients clients = Clients.resolving(settings, network, networks);
    Clients secondaries = Clients.transferring(settings);
    ReplyLimit limit = new ReplyLimit();
    Refusals refusals = new Refusals();
    Updates updates = new Updates(zones, writer, refusals);
    Engine.Parts parts =
        new Engine.Parts(zones, clients, secondaries, forwarder, limit, keys, updates, refusals);
    Supplier<Engine> engines = () -> new Engine(parts);
    port = settings.port();
    for (InetAddress address : addresses) {
      try {
        UdpListener udp = new UdpListener(address, port, engines.get());
        listeners.add(udp);
        port = udp.port();
        listeners.add(new TcpListener(address, port, settings, engines));
      } catch (IOException refused) {
        close();
        throw new UncheckedIOException(reason(address, refused), refused);
      }
    }
    running = true;
    writer.start();
    for (String host : early) {
      changed(host);
    }
    // They may have been told of nothing while there was no controller.
    notifier.changed(zones.all());
    log.info(
        "DNS on {}, port {}: {} and {} reverse zones; other names are asked of {}",
        addresses,
        port,
        settings.domain(),
        zones.all().size() - 1,
        forwarder.enabled() ? forwarder.servers() : "nobody");
  }

  /** The moment a machine's change is committed. */
  @TransactionalEventListener(fallbackExecution = true)
  void changed(MachineChanged change) {
    changed(change.machine());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void changed(DeviceChanged change) {
    changed(DeviceHosts.id(change.device()));
  }

  private void changed(String host) {
    if (!running) {
      early.add(host);
    }
    // It may have begun to run between the two lines, and taken what was early before this one was.
    if (running) {
      early.remove(host);
      book.changed(host, writer);
    }
  }

  @Override
  public List<ZoneState> zones() {
    running();
    return zones.all().stream()
        .map(it -> new ZoneState(it.name().toString(), it.serial()))
        .sorted(Comparator.comparing(ZoneState::name))
        .toList();
  }

  @Override
  public List<DnsRecord> records(long after, int limit) {
    return stored.list(after, limit);
  }

  @Override
  public DnsRecord add(String name, String type, Integer ttl, String data) {
    int seconds = ttl == null ? (int) settings.ttl().toSeconds() : ttl;
    DnsRecord record = new RecordText(settings.origin()).checked(name, type, seconds, data);
    return written(answer -> records.adding(record, answer));
  }

  @Override
  public boolean remove(long id) {
    return written(answer -> records.removing(id, answer));
  }

  /** Waits until a change is stored and served. */
  private <T> T written(Function<CompletableFuture<T>, Change> change) {
    running();
    CompletableFuture<T> answer = new CompletableFuture<>();
    writer.add(change.apply(answer));
    try {
      return answer.orTimeout(LONGEST_WRITE, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new IllegalStateException("the name server could not store it", failed.getCause());
    }
  }

  private void running() {
    if (!running) {
      throw new IllegalStateException("the name server is not running");
    }
  }

  private List<InetAddress> addresses() {
    List<String> listen =
        settings.listen().isEmpty() ? List.of(network.address().toString()) : settings.listen();
    return listen.stream().map(it -> Peer.address("bloomery.dns.listen", it)).toList();
  }

  private List<Peer> forwarders(List<InetAddress> us) {
    if (!settings.forward()) {
      return List.of();
    }
    if (settings.forwarders().isEmpty()) {
      return ResolvConf.servers(RESOLV_CONF, us, settings.port());
    }
    List<Peer> servers = Peer.all("bloomery.dns.forwarders", settings.forwarders());
    for (Peer server : servers) {
      if (server.port() == settings.port() && us.contains(server.address())) {
        throw new IllegalArgumentException(
            "bloomery.dns.forwarders: " + server + " (expected: another server than this one)");
      }
    }
    return servers;
  }

  private Zones fill() {
    List<Zone> all = newZones.atStart();
    Zones filled = new Zones(all);
    Draft draft = new Draft(filled);
    Map<Zone, Long> serials = new LinkedHashMap<>();
    for (Zone zone : all) {
      serials.put(zone, zone.serial());
      newZones.serve(zone, draft);
    }
    Name server = newZones.server();
    int ttl = (int) settings.ttl().toSeconds();
    WireName own = WireName.of(server);
    ARecord address = new ARecord(server, DClass.IN, ttl, network.address().bytes());
    draft.put(draft.node(own, filled.of(own)).with(List.of(Rr.of(Rr.OWN, address))));
    book.all(draft);
    records.all(draft);
    filled.publish(draft, serials);
    return filled;
  }

  private String reason(InetAddress address, IOException refused) {
    String message = String.valueOf(refused.getMessage());
    String what = "DNS on " + address.getHostAddress() + ", port " + port + ": ";
    if (message.contains("in use")) {
      return what
          + "taken by "
          + PortHolder.of(port)
          + ". Stop it, or set bloomery.dns.port, or bloomery.dns.enabled: false";
    }
    if (message.contains("assign")) {
      return what + "no interface has this address. Give it to one, or set bloomery.dns.listen";
    }
    if (message.contains("ermission")) {
      return what
          + "not allowed. Run as root or with CAP_NET_BIND_SERVICE, or set bloomery.dns.port above"
          + " 1023";
    }
    return what + message;
  }

  int port() {
    return port;
  }

  @Override
  public void stop() {
    running = false;
    writer.close();
    close();
  }

  private void close() {
    for (AutoCloseable listener : listeners) {
      try {
        listener.close();
      } catch (Exception closedAnyhow) {
        log.debug("{}", closedAnyhow.getMessage());
      }
    }
    listeners.clear();
    notifier.close();
    forwarder.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
