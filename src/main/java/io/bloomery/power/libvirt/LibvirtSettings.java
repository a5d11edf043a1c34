package io.bloomery.power.libvirt;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bloomery.power.libvirt}.
 *
 * @param hosts URIs of the hosts whose domains are matched to new machines
 * @param answer how long a call may take; a host that needs longer counts as hung
 * @param trustOnFirstUse whether the key of a host that is met for the first time is accepted and
 *     kept; else an operator adds it to the file of known hosts
 */
@ConfigurationProperties("bloomery.power.libvirt")
record LibvirtSettings(
    @DefaultValue List<String> hosts,
    @DefaultValue("20s") Duration answer,
    @DefaultValue("false") boolean trustOnFirstUse) {
  LibvirtSettings {
    hosts = List.copyOf(hosts);
    if (answer.toMillis() < 100) {
      throw new IllegalArgumentException(
          "bloomery.power.libvirt.answer: %s (expected: at least 100ms)".formatted(answer));
    }
    hosts.forEach(LibvirtUri::new);
  }
}
