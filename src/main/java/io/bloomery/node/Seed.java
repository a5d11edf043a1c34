package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The files that cloud-init reads at first boot, in its NoCloud format. Values are written as JSON
 * strings, which are YAML too, so that nothing in a key or a name can end a line.
 */
@Component
class Seed {
  private final ObjectProvider<OwnerKeys> keys;
  private final NetworkSettings network;

  Seed(ObjectProvider<OwnerKeys> keys, NetworkSettings network) {
    this.keys = keys;
    this.network = network;
  }

  /** The deployment is the instance: another one makes cloud-init begin afresh. */
  String metaData(Machine machine, String deployment) {
    StringBuilder text = new StringBuilder();
    text.append("instance-id: ").append(Json.quoted(deployment)).append('\n');
    text.append("local-hostname: ").append(Json.quoted(machine.name())).append('\n');
    OwnerKeys book = keys.getIfAvailable();
    List<String> lines =
        machine.owner() == null || book == null ? List.of() : book.of(machine.owner());
    if (!lines.isEmpty()) {
      text.append("public-keys:\n");
      lines.forEach(key -> text.append("  - ").append(Json.quoted(key.strip())).append('\n'));
    }
    return text.toString();
  }

  String userData(String reportTo) {
    return """
    #cloud-config
    phone_home:
      url: %s
      post: [pub_key_ed25519, instance_id, hostname]
      tries: 10
    """
        .formatted(Json.quoted(reportTo));
  }

  String vendorData() {
    return """
    #cloud-config
    ssh_pwauth: false
    """;
  }

  /**
   * Version 2, matched by MAC address because names of network cards differ between systems.
   * cloud-init's renderer for ifupdown knows no match without {@code set-name}.
   */
  String networkConfig(Machine machine) {
    StringBuilder text = new StringBuilder();
    text.append("version: 2\nethernets:\n  eth0:\n    match:\n      macaddress: ");
    text.append(Json.quoted(machine.mac().value())).append("\n    set-name: eth0\n");
    if (machine.address() == null) {
      return text.append("    dhcp4: true\n").toString();
    }
    text.append("    addresses:\n      - ")
        .append(machine.address())
        .append('/')
        .append(network.subnet().prefix());
    text.append('\n');
    if (network.gateway() != null) {
      text.append("    routes:\n      - to: 0.0.0.0/0\n        via: ")
          .append(network.gateway())
          .append('\n');
    }
    if (!network.dnsServers().isEmpty()) {
      text.append("    nameservers:\n      addresses:\n");
      for (Ipv4 server : network.dnsServers()) {
        text.append("        - ").append(server).append('\n');
      }
    }
    return text.toString();
  }
}
