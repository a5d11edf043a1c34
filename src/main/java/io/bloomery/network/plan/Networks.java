package io.bloomery.network.plan;

import io.bloomery.network.AddressRange;
import io.bloomery.network.Ipv4;
import io.bloomery.network.NetworkSettings;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The plan, and changes to it. Each change is read back in its own transaction before it is
 * committed, so what contradicts itself is refused whatever it came from; and one is made at a
 * time, however many controllers there are.
 *
 * <p>Refusals are {@link IllegalArgumentException}s that say the value and what was expected; what
 * is not there is a {@link NoSuchElementException}.
 */
@Component
public class Networks {
  private static final Logger log = LoggerFactory.getLogger(Networks.class);
  private static final long LOOK_SECONDS = 5;
  static final String BY_SETTINGS = "as bloomery.network.* says, and changed there";

  private final NetworkSettings settings;
  private final PlanRows rows;
  private final TransactionTemplate transaction;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("network-plan-"));
  private volatile Plan plan;

  public Networks(
      NetworkSettings settings, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.settings = settings;
    rows = new PlanRows(jdbc);
    transaction = new TransactionTemplate(transactions);
    plan = rows.read();
    SettingsSubnet wanted = new SettingsSubnet(settings);
    if (!wanted.isIn(plan)) {
      change(() -> wanted.put(rows));
    }
    timer.scheduleWithFixedDelay(
        this::lookForChanges, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** As it is now. */
  public Plan plan() {
    return plan;
  }

  /**
   * As it is, and stays until the caller's transaction ends: who changes it waits, and who else
   * calls this.
   */
  public Plan hold() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("no transaction (expected: one, which holds the plan)");
    }
    if (rows.hold() != plan.version()) {
      readAnew();
    }
    return plan;
  }

  /** The subnet that the settings describe; always there. */
  public Subnet settingsSubnet() {
    return plan.subnetOf(settings.subnet().network()).orElseThrow();
  }

  public Fabric add(Fabric fabric) {
    return fabric(change(() -> rows.add(fabric)));
  }

  public Fabric change(Fabric fabric) {
    fabric(fabric.id());
    change(() -> rows.change(fabric));
    return fabric(fabric.id());
  }

  public void removeFabric(long id) {
    Fabric fabric = fabric(id);
    change(
        () -> {
          refuseIf(
              rows.read().vlans().stream().anyMatch(vlan -> vlan.fabric() == id),
              "fabric",
              fabric.name(),
              "one without VLANs");
          rows.remove("fabric", id);
        });
  }

  public Vlan add(Vlan vlan) {
    fabric(vlan.fabric());
    notOfSettings(vlan);
    return vlan(change(() -> rows.add(vlan)));
  }

  /** Its subnets go with it to another fabric. */
  public Vlan change(Vlan vlan) {
    vlan(vlan.id());
    fabric(vlan.fabric());
    refuseIf(
        vlan.device() != null && vlan.id() == settingsSubnet().vlan(),
        "device",
        vlan.device(),
        BY_SETTINGS);
    notOfSettings(vlan);
    change(
        () -> {
          List<String> tagged = vlan.vid() == 0 ? rows.tagged(vlan.id()) : List.of();
          refuseIf(!tagged.isEmpty(), "vid", 0, "one for the interfaces of machines " + tagged);
          rows.change(vlan);
        });
    return vlan(vlan.id());
  }

  private void notOfSettings(Vlan vlan) {
    refuseIf(
        settings.device().equals(vlan.device()),
        "device",
        vlan.device(),
        "another one than bloomery.network.interface");
  }

  public void removeVlan(long id) {
    Vlan vlan = vlan(id);
    change(
        () -> {
          refuseIf(
              !rows.read().subnetsOf(id).isEmpty(), "VLAN", vlan.name(), "one without subnets");
          List<String> tagged = rows.tagged(id);
          refuseIf(
              !tagged.isEmpty(),
              "VLAN",
              vlan.name(),
              "one that no interface has; those of machines " + tagged + " have it");
          rows.remove("vlan", id);
        });
  }

  public Subnet add(Subnet subnet) {
    vlan(subnet.vlan());
    return subnet(change(() -> rows.add(subnet)));
  }

  /** Ranges that are not in it any more are removed. */
  public Subnet change(Subnet subnet) {
    vlan(subnet.vlan());
    change(
        () -> {
          Subnet before =
              rows.read().subnet(subnet.id()).orElseThrow(() -> none("subnet", subnet.id()));
          if (isSettings(before)) {
            SettingsSubnet.mustStay(before, subnet);
          }
          List<String> linked =
              subnet.vlan() == before.vlan() ? List.of() : rows.linked(subnet.id());
          refuseIf(
              !linked.isEmpty(),
              "vlan",
              subnet.vlan(),
              before.vlan() + ", where the interfaces of machines " + linked + " are");
          rows.change(subnet);
          keepsItsAddresses(before, subnet);
        });
    return subnet(subnet.id());
  }

  public void removeSubnet(long id) {
    Subnet subnet = subnet(id);
    refuseIf(isSettings(subnet), "subnet", subnet.cidr(), BY_SETTINGS);
    change(
        () -> {
          List<Ipv4> used =
              rows.fixed(new AddressRange(subnet.cidr().network(), subnet.cidr().broadcast()), 1);
          refuseIf(
              !used.isEmpty(),
              "subnet",
              subnet.cidr(),
              "one without fixed addresses; it has " + used);
          List<String> linked = rows.linked(id);
          refuseIf(
              !linked.isEmpty(),
              "subnet",
              subnet.cidr(),
              "one without links; the interfaces of machines " + linked + " have some");
          rows.remove("subnet", id);
        });
  }

  /** Whoever has a fixed address keeps it, so nobody else may get it by this change. */
  private void keepsItsAddresses(Subnet before, Subnet after) {
    for (AddressRange part :
        new AddressRange(before.cidr().network(), before.cidr().broadcast())
            .without(new AddressRange(after.cidr().network(), after.cidr().broadcast()))) {
      for (Ipv4 lost : rows.fixed(part, 1)) {
        throw refused("cidr", after.cidr(), "a subnet with " + lost + ", which somebody has");
      }
    }
    for (AddressRange range : after.dynamic()) {
      for (Ipv4 lost : rows.fixed(range, 1)) {
        throw refused("range", range, "a dynamic range without " + lost + ", which somebody has");
      }
    }
  }

  private boolean isSettings(Subnet subnet) {
    return subnet.fromSettings() && subnet.cidr().equals(settings.subnet());
  }

  public Fabric fabric(long id) {
    return plan.fabric(id).orElseThrow(() -> none("fabric", id));
  }

  public Vlan vlan(long id) {
    return plan.vlan(id).orElseThrow(() -> none("VLAN", id));
  }

  public Subnet subnet(long id) {
    return plan.subnet(id).orElseThrow(() -> none("subnet", id));
  }

  private void change(Runnable work) {
    change(
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T change(Supplier<T> work) {
    T result =
        transaction.execute(
            status -> {
              rows.lock();
              T made = work.get();
              rows.read();
              return made;
            });
    readAnew();
    return result;
  }

  private void readAnew() {
    keep(transaction.execute(status -> rows.read()));
  }

  /** An older reading never replaces a newer one. */
  private synchronized void keep(Plan read) {
    if (read.version() >= plan.version()) {
      plan = read;
    }
  }

  /** Another controller on this database may have changed it. */
  private void lookForChanges() {
    try {
      if (rows.version() != plan.version()) {
        readAnew();
      }
    } catch (RuntimeException later) {
      log.debug("the plan of the networks was not read: {}", later.toString());
    }
  }

  static void refuseIf(boolean wrong, String name, Object value, String expected) {
    if (wrong) {
      throw refused(name, value, expected);
    }
  }

  private static IllegalArgumentException refused(String name, Object value, String expected) {
    return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
  }

  private static NoSuchElementException none(String what, long id) {
    return new NoSuchElementException(what + ": " + id + " (expected: one that exists)");
  }

  @PreDestroy
  public void close() {
    timer.shutdownNow();
  }
}
