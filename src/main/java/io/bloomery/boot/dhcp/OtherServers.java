package io.bloomery.boot.dhcp;

import io.bloomery.network.DhcpMode;
import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Looks who else serves DHCP on the interface: before the first answer, and every ten minutes. Two
 * servers that each think they are the only one refuse each other's clients.
 */
final class OtherServers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OtherServers.class);

  /** dnsmasq pings an address for three seconds before it offers it. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  private static final long PERIOD_SECONDS = 600;

  /** While this one waits for the other to go. */
  private static final long IMPATIENT_SECONDS = 30;

  private final NetworkSettings settings;
  private final ScheduledExecutorService timer;
  private volatile boolean looked;
  private volatile Map<Ipv4, String> others = Map.of();
  private volatile Instant lookedAt;

  OtherServers(NetworkSettings settings) {
    this.settings = settings;
    timer =
        Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("dhcp-probe-"));
    if (isLoopback(settings.device())) {
      // Nobody else is there, and there is no broadcast to find out by.
      looked = true;
    } else {
      timer.execute(this::look);
    }
  }

  private static boolean isLoopback(String device) {
    try {
      NetworkInterface found = NetworkInterface.getByName(device);
      return found != null && found.isLoopback();
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Whether requests may be answered. */
  boolean permit() {
    return looked && refusal() == null;
  }

  DhcpState state() {
    return new DhcpState(
        settings.device(),
        settings.dhcp().name(),
        permit(),
        looked ? refusal() : "it looks for other DHCP servers first",
        others.entrySet().stream()
            .map(other -> new DhcpState.Other(other.getKey().toString(), other.getValue()))
            .toList(),
        lookedAt);
  }

  private String refusal() {
    return settings.dhcp() == DhcpMode.SERVER && settings.authoritative() && !others.isEmpty()
        ? "DHCP on "
            + settings.device()
            + " is not served: "
            + others
            + " gives addresses there too. Stop it; or set bloomery.network.dhcp=proxy, to boot"
            + " machines beside it; or bloomery.network.authoritative=false, if both are meant"
        : null;
  }

  private void look() {
    Map<Ipv4, String> before = others;
    try {
      Map<Ipv4, String> found = new DhcpProbe(settings.device(), settings.dhcpPort()).servers(WAIT);
      found.remove(settings.address());
      others = Map.copyOf(found);
    } catch (IOException | RuntimeException blind) {
      log.warn("Other DHCP servers cannot be looked for: {}", blind.getMessage());
    }
    if (!looked || !before.equals(others)) {
      tell();
    }
    looked = true;
    lookedAt = Instant.now();
    boolean waits = refusal() != null;
    timer.schedule(this::look, waits ? IMPATIENT_SECONDS : PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void tell() {
    if (refusal() != null) {
      log.error("{}", refusal());
    } else if (settings.dhcp() == DhcpMode.PROXY && others.isEmpty()) {
      log.warn(
          "Nobody gives addresses on {}: a proxy needs a DHCP server beside it"
              + " (bloomery.network.dhcp=server makes this one)",
          settings.device());
    } else if (!others.isEmpty()) {
      log.warn("Other DHCP servers on {}: {}", settings.device(), List.copyOf(others.keySet()));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
