package io.bloomery.dns;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why programs were refused, once a second: what is sent must not fill the disk with words.
 */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);
  private static final long APART = 1_000_000_000;

  private static final int LONGEST = 500;

  private long said = System.nanoTime() - APART;

  synchronized void say(InetAddress client, Object who, String what) {
    long now = System.nanoTime();
    if (now - said >= APART) {
      said = now;
      String text = what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what;
      log.warn("DNS: {} by {} is refused: {}", client.getHostAddress(), who, text);
    }
  }
}
