package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.BootNetwork;
import io.bloomery.boot.NetworkCable;
import io.bloomery.network.TestNetwork;
import io.bloomery.secret.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * Clients learn by DHCP of the controller's name server, and ask it. Skipped unless root runs it.
 */
class ToldResolverTest {
  @Configuration(proxyBeanMethods = false)
  @ComponentScan(basePackageClasses = {NameServer.class, Vault.class})
  @EnableConfigurationProperties(DnsSettings.class)
  static class Names {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          53   | ''                       | 10.17.17.1
          53   | 0.0.0.0                  | 10.17.17.1
          53   | 127.0.0.1,10.17.17.1     | 10.17.17.1
          53   | 127.0.0.1,192.0.2.1,::1  | 192.0.2.1
          53   | 127.0.0.1                | ''
          5353 | ''                       | ''
          """)
  void whatIsToldIsWhereClientsReachIt(int port, String listen, String told) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource();
    source.put("bloomery.dns.port", port);
    source.put("bloomery.dns.listen", listen);
    DnsSettings settings = new Binder(source).bind("bloomery.dns", DnsSettings.class).get();
    ToldResolver resolver = new ToldResolver(settings, TestNetwork.settings(Map.of()));
    assertThat(resolver.addresses()).hasToString("[" + told + "]");
  }

  @Test
  void theInRamSystemAsksTheController(@TempDir Path directory) throws Exception {
    assumeTrue(NetworkCable.installed("udhcpc"), "udhcpc is not installed");
    Path script = directory.resolve("script");
    Path ram = Path.of("src/main/ramdisk/udhcpc").toAbsolutePath();
    Path found = Files.createFile(directory.resolve("resolv.conf"));
    // The in-RAM system's own script, with a resolv.conf and a /run of its own.
    Files.writeString(
        script,
        """
        #!/bin/sh
        exec unshare -m sh -c 'mount --bind %s /etc/resolv.conf && mount -t tmpfs none /run \
        && mkdir /run/bloomery && exec busybox sh %s '"$1"
        """
            .formatted(found, ram));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    try (NetworkCable cable = NetworkCable.plug("names", "10.231.33.1/24", null);
        ConfigurableApplicationContext server = server(cable)) {
      assertThat(server.isRunning()).isTrue();
      NetworkCable.Finished client =
          cable.thereDone(
              "udhcpc",
              "-i",
              cable.farEnd(),
              "-n",
              "-q",
              "-f",
              "-t",
              "15",
              "-T",
              "1",
              "-s",
              script.toString());
      assertThat(client.code()).as(client.output()).isZero();
      assertThat(Files.readString(found))
          .as(client.output())
          .isEqualTo("search bloomery.internal\nnameserver 10.231.33.1\n");
      assertThat(
              cable
                  .thereDone("dig", "@10.231.33.1", "+short", "ns.bloomery.internal")
                  .output()
                  .strip())
          .isEqualTo("10.231.33.1");
    }
  }

  private static ConfigurableApplicationContext server(NetworkCable cable) {
    return new SpringApplicationBuilder(BootNetwork.class, Names.class)
        .web(WebApplicationType.NONE)
        .run(
            "--spring.datasource.url=jdbc:h2:mem:names;DB_CLOSE_DELAY=-1",
            "--bloomery.data=target/test-data/told-resolver",
            "--bloomery.network.interface=" + cable.here(),
            "--bloomery.network.subnet=10.231.33.0/24",
            "--bloomery.network.address=10.231.33.1",
            "--bloomery.network.dynamic-range=10.231.33.100-10.231.33.199",
            "--bloomery.network.static-range=10.231.33.10-10.231.33.99",
            "--bloomery.network.tftp-port=0",
            "--bloomery.dns.forward=false");
  }
}
