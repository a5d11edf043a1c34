package io.bloomery.network.nat;

import io.bloomery.network.NetworkSettings;
import io.bloomery.network.plan.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Lets the machines that DHCP serves out through the controller, under its address, and nobody in.
 * Follows the plan. What it changes on the host it puts back.
 */
@Component
@ConditionalOnProperty("bloomery.network.nat")
class Nat implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Nat.class);
  private static final long LOOK_SECONDS = 2;
  private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");

  private final Supplier<Served> wanted;
  private ScheduledExecutorService timer;
  private Served served;
  private boolean forwarded;
  private boolean running;

  Nat(NetworkSettings settings, Networks networks) {
    wanted = () -> Served.of(settings, networks.plan());
  }

  @Override
  public void start() {
    // A killed run has left the host forwarding, and in its table a note that it was not ours.
    boolean noted = Nft.run(Ruleset.LOOK).contains(Ruleset.KEEPS_OTHERS_APART);
    forwarded = forwards() && !noted;
    served = wanted.get();
    Nft.run(Ruleset.of(served, forwarded));
    running = true;
    try {
      forward(true);
    } catch (IllegalStateException refused) {
      stop();
      throw refused;
    }
    tell();
    timer = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("nat-"));
    timer.scheduleWithFixedDelay(this::follow, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void tell() {
    log.info(
        "NAT: {} on {} reach other networks under this host's address",
        served.subnets(),
        served.devices().keySet());
  }

  private void follow() {
    try {
      Served now = wanted.get();
      if (!now.equals(served)) {
        Nft.run(Ruleset.change(now, forwarded));
        served = now;
        tell();
      }
    } catch (RuntimeException later) {
      log.warn("NAT does not follow the plan for now: {}", later.getMessage());
    }
  }

  @Override
  public void stop() {
    running = false;
    if (timer != null) {
      timer.shutdown();
      awaitEnd();
    }
    try {
      if (!forwarded) {
        forward(false);
      }
    } finally {
      Nft.run(Ruleset.REMOVAL);
    }
  }

  private void awaitEnd() {
    try {
      timer.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean forwards() {
    try {
      return Files.readString(FORWARDING).strip().equals("1");
    } catch (IOException unreadable) {
      throw new IllegalStateException("NAT: " + FORWARDING + " cannot be read", unreadable);
    }
  }

  private static void forward(boolean on) {
    // Even writing the same value sets other settings of the host back (ip-sysctl: ip_forward).
    if (forwards() == on) {
      return;
    }
    try {
      Files.writeString(FORWARDING, on ? "1\n" : "0\n");
    } catch (IOException refused) {
      throw new IllegalStateException(
          "NAT: %s cannot be set to %d. Run as root, or switch it on yourself: sysctl -w net.ipv4.ip_forward=1"
              .formatted(FORWARDING, on ? 1 : 0),
          refused);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
