package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.network.Ipv4;
import io.bloomery.network.LogReceiver;
import io.bloomery.network.Resolvers;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.link.MachineInterfaces;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The files that cloud-init reads at first boot, in its NoCloud format. Values are written as JSON
 * strings, which are YAML too, so that nothing in a key or a name can end a line.
 */
@Component
class Seed {
  private final ObjectProvider<OwnerKeys> keys;
  private final ObjectProvider<LogReceiver> log;
  private final Interfaces interfaces;
  private final Networks networks;
  private final Resolvers resolvers;

  Seed(
      ObjectProvider<OwnerKeys> keys,
      ObjectProvider<LogReceiver> log,
      Interfaces interfaces,
      Networks networks,
      Resolvers resolvers) {
    this.keys = keys;
    this.resolvers = resolvers;
    this.log = log;
    this.interfaces = interfaces;
    this.networks = networks;
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

  /** What a system here should know; its user's own data stand before it. */
  String vendorData(Machine machine) {
    StringBuilder text = new StringBuilder("#cloud-config\nssh_pwauth: false\n");
    Subnet subnet = subnet(machine);
    if (!subnet.ntpServers().isEmpty()) {
      text.append("ntp:\n  enabled: true\n  servers:\n");
      subnet.ntpServers().forEach(it -> text.append("    - ").append(it).append('\n'));
    }
    String remote = logServer(subnet);
    if (remote != null) {
      // Only where rsyslog is installed: nothing is installed for it.
      text.append("rsyslog:\n  remotes:\n    bloomery: ").append(Json.quoted(remote)).append('\n');
    }
    return text.toString();
  }

  /** By UDP, as one at sign says: a controller that is away holds nobody up. Null: none. */
  private String logServer(Subnet subnet) {
    if (subnet.logServer() != null) {
      return "@" + subnet.logServer();
    }
    LogReceiver own = log.getIfAvailable();
    return own == null ? null : "@" + own.address() + ":" + own.port();
  }

  private Subnet subnet(Machine machine) {
    return Optional.ofNullable(machine.address())
        .flatMap(it -> networks.plan().subnetOf(Ipv4.of(it)))
        .orElseGet(networks::settingsSubnet);
  }

  /** What somebody configured, or else one address at the NIC that the machine boots from. */
  String networkConfig(Machine machine) {
    Plan plan = networks.plan();
    MachineInterfaces all =
        interfaces.configured(machine).orElseGet(() -> interfaces.unconfigured(machine));
    return new NetworkConfig(all, plan, resolvers).toString();
  }
}
