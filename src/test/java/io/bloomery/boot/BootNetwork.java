package io.bloomery.boot;

import com.sun.net.httpserver.HttpServer;
import io.bloomery.boot.dhcp.DhcpState;
import io.bloomery.boot.tftp.MadeFiles;
import io.bloomery.node.Admission;
import io.bloomery.node.ReportedBoots;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The network half of the controller with a database in memory, started in two seconds. */
@SpringBootConfiguration
@ImportAutoConfiguration({
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  TransactionAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  FlywayAutoConfiguration.class
})
@EnableConfigurationProperties({BootSettings.class, io.bloomery.network.NetworkSettings.class})
@ComponentScan({
  "io.bloomery.database",
  "io.bloomery.machine",
  "io.bloomery.network",
  "io.bloomery.boot.capture",
  "io.bloomery.boot.dhcp",
  "io.bloomery.boot.journal",
  "io.bloomery.boot.tftp"
})
@ConfigurationPropertiesScan(basePackageClasses = Admission.class)
@Import({FirmwareFiles.class, BootDirectory.class, BootLoaders.class, Admission.class})
public class BootNetwork {

  @Bean
  MadeFiles nothingMade() {
    return (path, client) -> Optional.empty();
  }

  @Bean
  ReportedBoots nobodyReports() {
    return machine -> false;
  }

  /**
   * Starts it with properties written {@code name=value}; an empty database unless they name
   * another.
   */
  public static ConfigurableApplicationContext start(String... properties) {
    List<String> all = new ArrayList<>();
    all.add("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    all.add("spring.datasource.username=bloomery");
    all.add("logging.level.root=warn");
    all.addAll(Arrays.asList(properties));
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(BootNetwork.class)
            .web(WebApplicationType.NONE)
            .bannerMode(org.springframework.boot.Banner.Mode.OFF)
            .logStartupInfo(false)
            .run(all.stream().map(property -> "--" + property).toArray(String[]::new));
    awaitLook(context);
    return context;
  }

  /** DHCP looks for other servers before it answers. */
  private static void awaitLook(ConfigurableApplicationContext context) {
    DhcpState.Source dhcp = context.getBeanProvider(DhcpState.Source.class).getIfAvailable();
    while (dhcp != null
        && dhcp.states().stream().anyMatch(it -> !it.serving() && it.lookedAt() == null)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** For trials by hand with firmware: also answers HTTP, and prints when what was asked. */
  public static void main(String[] properties) throws Exception {
    ConfigurableApplicationContext context = start(properties);
    BootSettings boot = context.getBean(BootSettings.class);
    HttpServer http = HttpServer.create(new InetSocketAddress(boot.httpPort()), 0);
    http.createContext(
        "/",
        exchange -> {
          String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          System.out.println(Instant.now() + " HTTP " + asked);
          Path file =
              boot.files().resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
          byte[] body =
              Files.isRegularFile(file)
                  ? Files.readAllBytes(file)
                  : "#!ipxe\necho it works\nsleep 1\npoweroff || shell\n"
                      .getBytes(StandardCharsets.US_ASCII);
          boolean head = exchange.getRequestMethod().equals("HEAD");
          if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
          }
          exchange.sendResponseHeaders(200, head ? -1 : body.length);
          if (!head) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    http.start();
    System.out.println("ready");
    Thread.currentThread().join();
  }
}
