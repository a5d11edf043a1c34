package io.bloomery.node;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How booted machines are dealt with.
 *
 * @param tokenLifetime from the boot script to the registration, which a slow machine needs to load
 *     and start the system
 * @param pollTime how long an agent's question for work stays open
 * @param lostAfter a machine silent for so long has lost its task
 * @param settling after a start of the controller, how long a task it does not know may still turn
 *     up
 * @param lookAgain how often a waiting session is compared with the registry
 * @param sshPort where a deployed system must let people in; other than 22 for simulated machines
 * @param taskLog the most that is kept of one task's output
 */
@ConfigurationProperties("bloomery.node")
public record NodeSettings(
    @DefaultValue("PT15M") Duration tokenLifetime,
    @DefaultValue("PT25S") Duration pollTime,
    @DefaultValue("PT90S") Duration lostAfter,
    @DefaultValue("PT5S") Duration settling,
    @DefaultValue("PT20S") Duration lookAgain,
    @DefaultValue("22") int sshPort,
    @DefaultValue("4MB") DataSize taskLog) {
  public NodeSettings {
    positive("token-lifetime", tokenLifetime);
    positive("poll-time", pollTime);
    positive("lost-after", lostAfter);
    if (sshPort < 1 || sshPort > 65535) {
      throw new IllegalArgumentException(
          "bloomery.node.ssh-port: " + sshPort + " (expected: 1 to 65535)");
    }
    if (lostAfter.compareTo(pollTime) <= 0) {
      throw new IllegalArgumentException(
          "bloomery.node.lost-after: "
              + lostAfter
              + " (expected: more than poll-time "
              + pollTime
              + ")");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "bloomery.node." + name + ": " + value + " (expected: more than zero)");
    }
  }
}
