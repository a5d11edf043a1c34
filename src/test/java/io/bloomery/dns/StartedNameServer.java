package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.database.Durable;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.network.NetworkSettings;
import io.bloomery.persistence.Database;
import io.bloomery.secret.Vault;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** A name server with a database of its own, asked by dig. */
abstract class StartedNameServer {
  private Database database;
  ConfigurableApplicationContext context;
  Machines machines;
  int port;

  @Configuration(proxyBeanMethods = false)
  @ComponentScan(
      basePackageClasses = {
        Machines.class,
        NetworkSettings.class,
        NameServer.class,
        Durable.class,
        Vault.class
      })
  @EnableConfigurationProperties({DnsSettings.class, NetworkSettings.class})
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  static class Parts {}

  /** An empty one. */
  Database database() throws SQLException {
    return Database.h2();
  }

  @BeforeEach
  void start() throws SQLException {
    database = database == null ? database() : database;
    start("--bloomery.dns.forward=false");
  }

  final void start(String... more) {
    List<String> arguments = new ArrayList<>(List.of(database.arguments()));
    arguments.addAll(
        List.of(
            "--bloomery.data=target/test-data/name-server",
            "--bloomery.network.interface=lo",
            "--bloomery.network.address=127.0.0.1",
            "--bloomery.dns.port=" + freePort(),
            "--bloomery.dns.tcp-per-client=3",
            "--bloomery.dns.tcp-idle=1s"));
    if (Stream.of(more).noneMatch(it -> it.startsWith("--bloomery.dns.listen="))) {
      arguments.add("--bloomery.dns.listen=127.0.0.1,::1");
    }
    arguments.addAll(List.of(more));
    context =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .run(arguments.toArray(String[]::new));
    machines = context.getBean(Machines.class);
    port = context.getBean(NameServer.class).port();
  }

  /** One that is free for UDP and TCP, outside of those that the kernel gives to clients. */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try {
        new DatagramSocket(port).close();
        new ServerSocket(port).close();
        return port;
      } catch (IOException e) {
        // Somebody has it.
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    database.close();
  }

  final String machine(String name, String address) {
    MacAddress mac = MacAddress.of("0204%08x".formatted(name.hashCode()));
    Machine machine =
        machines.enlist(
            new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30));
    machines.rename(machine.id(), name);
    machines.address(machine.id(), address);
    return machine.id();
  }

  final long serial(String zone) throws Exception {
    return Long.parseLong(dig("+short", zone, "SOA").split(" ")[2]);
  }

  final void await(String answer, String... question) throws Exception {
    String last = "";
    for (int i = 0; i < 50; i++) {
      last = dig(question);
      if (last.equals(answer)) {
        return;
      }
      Thread.sleep(20);
    }
    assertThat(last).isEqualTo(answer);
  }

  final String dig(String... question) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", "" + port, "+time=8"));
    command.addAll(List.of(question));
    return run(command.toArray(String[]::new));
  }

  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
