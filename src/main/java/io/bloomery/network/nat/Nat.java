package io.bloomery.network.nat;

import io.bloomery.network.Cidr;
import io.bloomery.network.NetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets machines of the boot network out through the controller, under its address, and nobody in.
 * What it changes on the host it puts back.
 */
@Component
@ConditionalOnProperty("bloomery.network.nat")
class Nat implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Nat.class);
  private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");

  private final String device;
  private final Cidr subnet;
  private boolean forwarded;
  private boolean running;

  @Autowired
  Nat(NetworkSettings settings) {
    this(settings.device(), settings.subnet());
  }

  Nat(String device, Cidr subnet) {
    this.device = device;
    this.subnet = subnet;
  }

  @Override
  public void start() {
    // A killed run has left the host forwarding, and in its table a note that it was not ours.
    boolean noted = Nft.run(Ruleset.LOOK).contains(Ruleset.KEEPS_OTHERS_APART);
    forwarded = forwards() && !noted;
    Nft.run(Ruleset.of(device, subnet, forwarded));
    running = true;
    try {
      forward(true);
    } catch (IllegalStateException refused) {
      stop();
      throw refused;
    }
    log.info("NAT: {} on {} reaches other networks under this host's address", subnet, device);
  }

  @Override
  public void stop() {
    running = false;
    try {
      if (!forwarded) {
        forward(false);
      }
    } finally {
      Nft.run(Ruleset.REMOVAL);
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
