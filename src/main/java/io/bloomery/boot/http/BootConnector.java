package io.bloomery.boot.http;

import io.bloomery.boot.BootSettings;
import io.bloomery.network.NetworkSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * The second connector: machines on the provisioning network reach it and nothing else of the
 * controller. A machine that waits for work holds a connection but no thread, so few threads serve
 * thousands.
 */
@Component
public class BootConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private static final int THREADS = 32;
  private static final int REQUEST_TIMEOUT = 5_000;

  /** Longer than an agent is silent between two requests, so that it need not connect again. */
  private static final int KEEP_ALIVE = 60_000;

  private static final int HEADERS = 8192;

  /**
   * Read and thrown away after a refusal, so that the client sees the answer instead of a reset.
   */
  private static final int SWALLOWED = 2 << 20;

  /** One for each address. */
  private final List<Connector> connectors = new ArrayList<>();

  BootConnector(BootSettings settings, NetworkSettings network) throws IOException {
    for (InetAddress address : BootAddresses.of(settings, network)) {
      connectors.add(connector(settings, address));
    }
  }

  private static Connector connector(BootSettings settings, InetAddress address) {
    Http11NioProtocol protocol = new Http11NioProtocol(new ReaderWatch(settings));
    protocol.setAddress(address);
    protocol.setMaxConnections(settings.httpConnections());
    protocol.setAcceptCount(1024);
    protocol.setMaxThreads(THREADS);
    protocol.setMinSpareThreads(2);
    protocol.setConnectionTimeout(REQUEST_TIMEOUT);
    protocol.setKeepAliveTimeout(KEEP_ALIVE);
    protocol.setMaxKeepAliveRequests(-1);
    protocol.setMaxHttpHeaderSize(HEADERS);
    protocol.setMaxSwallowSize(SWALLOWED);
    protocol.setTcpNoDelay(true);
    Connector connector = new Connector(protocol);
    connector.setPort(settings.httpPort());
    connector.setXpoweredBy(false);
    connector.setMaxParameterCount(100);
    connector.setMaxPostSize(1 << 20);
    connector.setAsyncTimeout(120_000);
    return connector;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addAdditionalTomcatConnectors(connectors.toArray(Connector[]::new));
    factory.addEngineValves(new Leftovers(connectors));
  }

  /** The port it listens at; not positive before the server has started. */
  public int port() {
    return connectors.get(0).getLocalPort();
  }

  /** Whether this port is ours at one of the addresses. */
  boolean has(int port) {
    return connectors.stream().anyMatch(it -> it.getLocalPort() == port);
  }
}
