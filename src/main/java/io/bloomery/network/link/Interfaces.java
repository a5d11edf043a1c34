package io.bloomery.network.link;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Subnet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the interfaces of machines are to be. They are read from the database whenever they are
 * needed, so every controller on it knows the same. Everything joins the caller's transaction.
 */
@Component
public class Interfaces {
  /** Nothing is installed, so nobody lives at the addresses. */
  private static final Set<MachineStatus> CHANGEABLE =
      EnumSet.of(
          MachineStatus.NEW,
          MachineStatus.COMMISSIONING,
          MachineStatus.FAILED_COMMISSIONING,
          MachineStatus.TESTING,
          MachineStatus.FAILED_TESTING,
          MachineStatus.READY,
          MachineStatus.ALLOCATED);

  private final NetworkSettings settings;
  private final Networks networks;
  private final FixedAddresses fixed;
  private final Machines machines;
  private final JdbcTemplate jdbc;
  private final InterfaceRows rows;
  private final TransactionTemplate transaction;

  public Interfaces(
      NetworkSettings settings,
      Networks networks,
      FixedAddresses fixed,
      Machines machines,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions) {
    this.settings = settings;
    this.networks = networks;
    this.fixed = fixed;
    this.machines = machines;
    this.jdbc = jdbc;
    rows = new InterfaceRows(jdbc);
    transaction = new TransactionTemplate(transactions);
  }

  /** What somebody configured; empty if nobody did. */
  public Optional<MachineInterfaces> configured(Machine machine) {
    List<MachineInterface> all = rows.read(machine.id());
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new MachineInterfaces(machine.mac(), all));
  }

  /** What it has if nobody configured it: one address, at the NIC it boots from. */
  public MachineInterfaces unconfigured(Machine machine) {
    Ipv4 address = machine.address() == null ? null : Ipv4.of(machine.address());
    return MachineInterfaces.unconfigured(machine.mac(), networks.settingsSubnet(), address);
  }

  /**
   * Puts all interfaces of a machine anew. STATIC addresses are the machine's from now on.
   *
   * @throws IllegalArgumentException if they cannot be, with value and reason
   * @throws InterfacesInUse if something is installed on the machine
   */
  public MachineInterfaces configure(Machine machine, List<MachineInterface> wanted) {
    MachineInterfaces all = new MachineInterfaces(machine.mac(), wanted);
    return transaction.execute(
        status -> {
          lockUnused(machine);
          Plan plan = networks.hold();
          all.mustFit(plan);
          all.all().forEach(it -> check(it, machine, plan));
          replace(machine, all);
          return all;
        });
  }

  /**
   * From now on it has what it has if nobody configured it.
   *
   * @throws InterfacesInUse if something is installed on the machine
   */
  public void reset(Machine machine) {
    transaction.executeWithoutResult(
        status -> {
          lockUnused(machine);
          freeAll(machine, Map.of());
          rows.write(machine.id(), List.of());
        });
  }

  private void lockUnused(Machine machine) {
    // Deployment locks the row too, so either it sees this change or this sees the deployment.
    MachineStatus now =
        MachineStatus.valueOf(
            jdbc.queryForObject(
                "SELECT status FROM machine WHERE id = ? FOR UPDATE", String.class, machine.id()));
    if (!CHANGEABLE.contains(now)) {
      throw new InterfacesInUse(
          "machine %s: %s (expected: %s; what is installed on it has its interfaces, so release it before)"
              .formatted(
                  machine.name(),
                  now.label(),
                  CHANGEABLE.stream().map(MachineStatus::label).collect(Collectors.joining(", "))));
    }
  }

  private void check(MachineInterface one, Machine machine, Plan plan) {
    MachineInterface.check(
        one.mac() == null || machine.nics().contains(one.mac()),
        "mac of " + one.name(),
        one.mac(),
        "one that machine " + machine.name() + " has, " + machine.nics());
    for (Link link : one.links()) {
      if (link.mode() == LinkMode.AUTO) {
        Subnet subnet = plan.subnet(link.subnet()).orElseThrow();
        MachineInterface.check(
            link.address() == null,
            "address of " + one.name(),
            link.address(),
            "none, for mode AUTO; STATIC takes one");
        MachineInterface.check(
            !subnet.assignable(List.of(settings.address())).isEmpty(),
            "subnet of " + one.name(),
            subnet.cidr(),
            "one that assigns addresses; an unmanaged one does from reserved ranges alone");
      }
    }
  }

  private void replace(Machine machine, MachineInterfaces wanted) {
    Map<Ipv4, MacAddress> statics = new HashMap<>();
    for (MachineInterface one : wanted.all()) {
      for (Link link : one.links()) {
        if (link.mode() == LinkMode.STATIC) {
          MachineInterface.check(
              statics.put(link.address(), wanted.mac(one)) == null,
              "address of " + one.name(),
              link.address(),
              "each once");
        }
      }
    }
    freeAll(machine, statics);
    statics.forEach(
        (address, mac) -> {
          if (!fixed.keep(address, mac, machine.id())) {
            fixed.assign(new FixedAddress(address, mac, machine.id(), ""));
          }
        });
    rows.write(machine.id(), wanted.all());
  }

  /** Frees what the machine has, but for these. */
  private void freeAll(Machine machine, Map<Ipv4, MacAddress> kept) {
    configured(machine)
        .ifPresent(
            before -> {
              for (MachineInterface one : before.all()) {
                for (Link link : one.links()) {
                  if (link.address() != null && !before.mac(one).equals(kept.get(link.address()))) {
                    fixed.free(link.address(), machine.id());
                  }
                }
              }
            });
  }

  /**
   * Gives each AUTO link an address.
   *
   * @return the address the machine is known by; empty if nobody configured it
   * @throws IllegalStateException if a subnet has none left, or the plan has changed meanwhile
   */
  public Optional<Ipv4> assign(Machine machine) {
    Optional<MachineInterfaces> configured = configured(machine);
    if (configured.isEmpty()) {
      return Optional.empty();
    }
    MachineInterfaces all = configured.get();
    Plan plan = networks.hold();
    try {
      all.mustFit(plan);
    } catch (IllegalArgumentException changed) {
      throw new IllegalStateException(
          "interfaces of machine " + machine.name() + ": " + changed.getMessage(), changed);
    }
    return all.map(
            one ->
                one.with(
                    one.links().stream()
                        .map(link -> assigned(machine, all, one, link, plan))
                        .toList()))
        .address();
  }

  private Link assigned(
      Machine machine, MachineInterfaces all, MachineInterface one, Link link, Plan plan) {
    if (link.mode() != LinkMode.AUTO || link.address() != null) {
      return link;
    }
    Subnet subnet = plan.subnet(link.subnet()).orElseThrow();
    Ipv4 address = fixed.keepOrAssign(subnet, all.mac(one), machine.id());
    rows.address(machine.id(), one.name(), subnet.id(), address);
    return link.with(address);
  }

  /**
   * Takes the addresses of AUTO links back.
   *
   * @return whether anybody configured the machine
   */
  public boolean release(String machine) {
    List<MachineInterface> all = rows.read(machine);
    for (MachineInterface one : all) {
      for (Link link : one.links()) {
        if (link.mode() == LinkMode.AUTO && link.address() != null) {
          fixed.free(link.address(), machine);
          rows.address(machine, one.name(), link.subnet(), null);
        }
      }
    }
    return !all.isEmpty();
  }

  /** The machine will not be known any more. */
  public void forget(Machine machine) {
    freeAll(machine, Map.of());
    rows.write(machine.id(), List.of());
    machine.nics().forEach(it -> jdbc.update("DELETE FROM nic_report WHERE mac = ?", it.value()));
  }

  /** Id of the machine that has this address at an interface. */
  public Optional<String> holder(Ipv4 address) {
    return rows.holders(address).stream().findFirst();
  }

  /** What a machine has at its interfaces. */
  public List<NamedAddress> addresses(String machine) {
    return rows.addresses("AND i.machine = ?", machine).getOrDefault(machine, List.of());
  }

  /** By id of the machine, what each has at its interfaces. */
  public Map<String, List<NamedAddress>> addresses() {
    return rows.addresses("");
  }
}
