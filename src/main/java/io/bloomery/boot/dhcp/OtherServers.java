package io.bloomery.boot.dhcp;

import io.bloomery.network.DhcpMode;
import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Looks who else serves DHCP on the interface: before the first answer, and every ten minutes. Two
 * servers that each think they are the only one refuse each other's clients, so the second one does
 * not begin. One that comes later is only told of: a stranger must not be able to end DHCP here by
 * answering a question.
 */
final class OtherServers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OtherServers.class);

  /** dnsmasq pings an address for three seconds before it offers it. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  private static final long PERIOD_SECONDS = 600;

  /** While this one waits for the other to go. */
  private static final long IMPATIENT_SECONDS = 10;

  private static final String ADVICE =
      "Stop it; or set bloomery.network.dhcp=proxy, to boot machines beside it; or"
          + " bloomery.network.authoritative=false, if both are meant";

  private final NetworkSettings settings;
  private final Arrival at;
  private final ScheduledExecutorService timer;
  private volatile boolean permitted;
  private volatile Map<Ipv4, String> others = Map.of();
  private volatile Instant lookedAt;

  OtherServers(NetworkSettings settings, Arrival at) {
    this.settings = settings;
    this.at = at;
    timer =
        Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("dhcp-probe-"));
    // On loopback nobody else is, and there is no broadcast to find out by.
    boolean loopback = isLoopback(at.device());
    permitted = loopback || !alone();
    if (!loopback) {
      timer.execute(this::lookAgainAndAgain);
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

  /** Whether requests may be answered; once they may, they always may. */
  boolean permit() {
    return permitted;
  }

  /** Why they may not, in a few words. */
  String refusal() {
    return others.isEmpty()
        ? "DHCP first looks for other servers"
        : "DHCP is not served beside " + addresses() + ", see GET /api/v1/dhcp";
  }

  DhcpState state() {
    String reason =
        permitted
            ? null
            : others.isEmpty()
                ? refusal()
                : "DHCP on "
                    + at.device()
                    + " is not served: "
                    + addresses()
                    + " gives addresses there. "
                    + ADVICE;
    return new DhcpState(
        at.device(),
        settings.dhcp().name(),
        permitted,
        reason,
        others.entrySet().stream()
            .map(other -> new DhcpState.Other(other.getKey().toString(), other.getValue()))
            .toList(),
        lookedAt);
  }

  private String addresses() {
    return others.keySet().stream().map(Ipv4::toString).collect(Collectors.joining(", "));
  }

  /** Whether there must be no other server. */
  private boolean alone() {
    return settings.dhcp() == DhcpMode.SERVER && settings.authoritative();
  }

  private void lookAgainAndAgain() {
    look();
    timer.schedule(
        this::lookAgainAndAgain, permitted ? PERIOD_SECONDS : IMPATIENT_SECONDS, TimeUnit.SECONDS);
  }

  /** Looks now; takes five seconds. */
  synchronized void look() {
    Map<Ipv4, String> before = others;
    boolean blind = false;
    try {
      Map<Ipv4, String> found = new DhcpProbe(at.device(), settings.dhcpPort()).servers(WAIT);
      found.keySet().removeAll(at.addresses());
      others = Map.copyOf(found);
    } catch (IOException | RuntimeException failed) {
      blind = true;
      log.warn(
          "Other DHCP servers on {} cannot be looked for: {}", at.device(), failed.getMessage());
    }
    boolean first = lookedAt == null;
    permitted = permitted || others.isEmpty();
    // Who has not looked cannot say that nobody is there.
    if (blind) {
      return;
    }
    if (first || !before.equals(others)) {
      tell();
    }
    lookedAt = Instant.now();
  }

  private void tell() {
    if (!permitted) {
      log.error("{}", state().reason());
    } else if (!others.isEmpty() && alone()) {
      log.error(
          "Another DHCP server has come to {}: {}. Machines may get their addresses from it and not"
              + " boot. {}",
          at.device(),
          addresses(),
          ADVICE);
    } else if (!others.isEmpty()) {
      log.info("Other DHCP servers on {}: {}", at.device(), addresses());
    } else if (settings.dhcp() == DhcpMode.PROXY) {
      log.warn(
          "Nobody gives addresses on {}: a proxy needs a DHCP server beside it"
              + " (bloomery.network.dhcp=server makes this one)",
          at.device());
    } else {
      log.info("No other DHCP server on {}", at.device());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
