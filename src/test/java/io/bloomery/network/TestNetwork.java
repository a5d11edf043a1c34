package io.bloomery.network;

import io.bloomery.machine.HostNames;
import io.bloomery.machine.HostNics;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineHardware;
import io.bloomery.machine.Machines;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.option.CustomOptions;
import io.bloomery.network.plan.Networks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** Registry, addresses and leases on a database in memory, without the rest of the controller. */
public final class TestNetwork implements AutoCloseable {
  @Configuration
  @EnableTransactionManagement(proxyTargetClass = true)
  static class Transactions {}

  public final NetworkSettings settings;
  public final Machines machines;
  public final MachineHardware hardware;
  public final Networks networks;
  public final FixedAddresses fixed;
  public final Interfaces interfaces;
  public final Addresses addresses;
  public final Leases leases;
  public final CustomOptions options;
  public final JdbcTemplate jdbc;
  public final TransactionTemplate transaction;
  private final AnnotationConfigApplicationContext context;
  private final boolean owner;

  /** With a database of its own. */
  public TestNetwork(Map<String, String> settings) {
    this(settings, context("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"), true);
  }

  /** Started again on a database that is there. */
  public TestNetwork(Map<String, String> settings, String url) {
    this(settings, context(url), true);
  }

  /** On the other one's database, which is emptied before: much quicker than a new one. */
  public TestNetwork(Map<String, String> settings, TestNetwork other) {
    this(settings, emptied(other), false);
  }

  private TestNetwork(
      Map<String, String> properties, AnnotationConfigApplicationContext context, boolean owner) {
    this.context = context;
    this.owner = owner;
    settings = settings(properties);
    jdbc = context.getBean(JdbcTemplate.class);
    machines = context.getBean(Machines.class);
    hardware = context.getBean(MachineHardware.class);
    JdbcTransactionManager manager = context.getBean(JdbcTransactionManager.class);
    transaction = new TransactionTemplate(manager);
    networks = new Networks(settings, jdbc, manager);
    fixed = new FixedAddresses(settings, networks, jdbc, manager);
    interfaces = new Interfaces(settings, networks, fixed, machines, jdbc, manager);
    addresses = new Addresses(networks, fixed, interfaces, machines, jdbc, manager);
    leases = new Leases(networks, fixed, jdbc, manager);
    options = new CustomOptions(jdbc, manager);
  }

  private static AnnotationConfigApplicationContext context(String url) {
    JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
    pool.setMaxConnections(40);
    Flyway.configure().dataSource(pool).load().migrate();
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.register(
        Transactions.class,
        MachineEvents.class,
        MachineHardware.class,
        HostNames.class,
        HostNics.class,
        Machines.class);
    context.registerBean(DataSource.class, () -> pool);
    context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(pool));
    context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(pool));
    context.refresh();
    return context;
  }

  private static AnnotationConfigApplicationContext emptied(TestNetwork other) {
    for (String table :
        List.of(
            "machine_interface",
            "dhcp_option",
            "fixed_address",
            "subnet",
            "vlan",
            "fabric",
            "lease",
            "declined_address",
            "host_name",
            "host_nic",
            "machine")) {
      other.jdbc.update("DELETE FROM " + table);
    }
    return other.context;
  }

  /** Settings as Spring reads them, from names without their prefix. */
  public static NetworkSettings settings(Map<String, String> properties) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource();
    properties.forEach((name, value) -> source.put("bloomery.network." + name, value));
    return new Binder(List.of(source), null, ApplicationConversionService.getSharedInstance())
        .bindOrCreate("bloomery.network", NetworkSettings.class);
  }

  /** A machine with this NIC that has this address. */
  public void machine(String mac, String address) {
    jdbc.update(
        "INSERT INTO machine (id, name, status, mac, nics, firmware, architecture, cores,"
            + " memory_bytes, disk_bytes, power_state, boot_target, boot_generation, address, pool,"
            + " zone, created_at, updated_at) VALUES (?, ?, 'NEW', ?, ?, 'BIOS', 'x86_64', 1, 1, 1,"
            + " 'ON', 'LOCAL', 0, ?, 'default', 'default', 0, 0)",
        mac.replace(":", "").substring(4),
        mac.replace(":", ""),
        mac,
        mac,
        address);
    jdbc.update(
        "INSERT INTO host_nic (mac, holder) VALUES (?, ?)", mac, mac.replace(":", "").substring(4));
    if (address != null) {
      fixed.adopt();
    }
  }

  /** What this NIC is offered in the settings' subnet. */
  Optional<Ipv4> offer(MacAddress mac, Ipv4 requested) {
    return leases.offer(mac, List.of(networks.settingsSubnet()), requested);
  }

  /** Waits until everything lent before is stored. */
  @Override
  public void close() {
    leases.close();
    options.close();
    networks.close();
    if (owner) {
      JdbcConnectionPool pool = (JdbcConnectionPool) context.getBean(DataSource.class);
      context.close();
      pool.dispose();
    }
  }
}
