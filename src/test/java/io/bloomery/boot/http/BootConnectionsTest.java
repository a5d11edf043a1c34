package io.bloomery.boot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.BootSettings;
import io.bloomery.image.FileAnswer;
import io.bloomery.network.TestNetwork;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** Connections to the boot port that are slow, many, or made over IPv6. */
class BootConnectionsTest {
  private static final int LENGTH = 32 << 20;

  @TempDir Path directory;
  private Path file;
  private WebServer server;
  private BootConnector connector;

  @BeforeEach
  void file() throws IOException {
    file = directory.resolve("initrd.img");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(LENGTH);
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
      server.destroy();
    }
  }

  @Test
  void whoTakesLessThanTheLeastRateIsCutOff() throws Exception {
    start(Map.of("http-least-rate", "64KB", "http-least-rate-period", "1s"), Map.of());
    try (Socket slow = ask()) {
      long taken = 0;
      for (int i = 0; i < 40; i++) {
        taken += slow.getInputStream().readNBytes(100).length;
        Thread.sleep(100);
      }
      assertThat(taken + rest(slow)).isLessThan(LENGTH);
    }
  }

  @Test
  void whoIsFastEnoughGetsEverything() throws Exception {
    start(Map.of("http-least-rate", "64KB", "http-least-rate-period", "1s"), Map.of());
    // Bursts of 4 MiB, so that every period sees some whatever the kernel keeps.
    try (Socket steady = ask()) {
      long taken = 0;
      for (int i = 0; i < 8; i++) {
        taken += steady.getInputStream().readNBytes(4 << 20).length;
        Thread.sleep(400);
      }
      assertThat(taken + rest(steady)).isGreaterThan(LENGTH);
    }
  }

  @Test
  void readerMayPauseForLongerThanOtherAnswersMayWait() throws Exception {
    start(Map.of("http-least-rate", "1KB", "http-least-rate-period", "60s"), Map.of());
    try (Socket pausing = ask()) {
      Thread.sleep(8_000);
      assertThat(rest(pausing)).isGreaterThan(LENGTH);
    }
  }

  @Test
  void connectionBeyondTheBoundWaits() throws Exception {
    start(Map.of("http-connections", "2"), Map.of());
    Socket first = ask();
    try (Socket second = ask()) {
      assertThat(rest(second, 1)).isOne();
      try (Socket third = ask()) {
        third.setSoTimeout(1_000);
        assertThatThrownBy(() -> third.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);
        first.close();
        third.setSoTimeout(10_000);
        assertThat(third.getInputStream().read()).isEqualTo('H');
      }
    } finally {
      first.close();
    }
  }

  @Test
  void boundAndRateThatCannotBeAreRefused() {
    assertThatThrownBy(() -> settings(Map.of("http-least-rate", "-1KB")))
        .hasRootCauseMessage("bloomery.boot.http-least-rate: -1024B (expected: 0B or more)");
    assertThatThrownBy(() -> settings(Map.of("http-least-rate-period", "0s")))
        .hasRootCauseMessage("bloomery.boot.http-least-rate-period: PT0S (expected: PT1S to PT1H)");
  }

  @Test
  void interfaceIsServedOverIpv6Too() throws Exception {
    assumeTrue(
        NetworkInterface.getByName("lo").inetAddresses().anyMatch(it -> it.equals(loopback("::1"))),
        "IPv6 is switched off on lo");
    int port = freePort();
    start(
        Map.of("http-port", "" + port),
        Map.of(
            "interface", "lo",
            "address", "127.0.0.1",
            "subnet", "127.17.0.0/16",
            "static-range", "127.17.1.1-127.17.1.9",
            "dynamic-range", "127.17.2.1-127.17.2.9"));
    for (String host : new String[] {"127.0.0.1", "[::1]"}) {
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "-gs",
                  "-o",
                  "/dev/null",
                  "-w",
                  "%{http_code} %{size_download}",
                  "http://" + host + ":" + port + "/file")
              .start();
      assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .as(host)
          .isEqualTo("200 " + LENGTH);
    }
    assertThat(connector.has(port)).isTrue();
  }

  private void start(Map<String, String> boot, Map<String, String> network) throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("http-port", "0"));
    all.putAll(boot);
    connector = new BootConnector(settings(all), TestNetwork.settings(network));
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    factory.setAddress(loopback("127.0.0.1"));
    connector.customize(factory);
    server =
        factory.getWebServer(
            context -> context.addServlet("file", new FileServlet(file)).addMapping("/file"));
    server.start();
  }

  private static BootSettings settings(Map<String, String> values) {
    Map<String, String> named = new HashMap<>();
    values.forEach((name, value) -> named.put("bloomery.boot." + name, value));
    return new Binder(new MapConfigurationPropertySource(named))
        .bindOrCreate("bloomery.boot", BootSettings.class);
  }

  /** A client whose kernel keeps little for it. */
  private Socket ask() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8192);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress("127.0.0.1", connector.port()));
    socket
        .getOutputStream()
        .write(
            "GET /file HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static long rest(Socket socket) throws IOException {
    return rest(socket, Long.MAX_VALUE);
  }

  /** How much still comes; a reset is an end too. */
  private static long rest(Socket socket, long most) throws IOException {
    byte[] piece = new byte[1 << 16];
    long all = 0;
    try {
      while (all < most) {
        int read = socket.getInputStream().read(piece, 0, (int) Math.min(piece.length, most - all));
        if (read < 0) {
          break;
        }
        all += read;
      }
    } catch (SocketException reset) {
      return all;
    }
    return all;
  }

  private static InetAddress loopback(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (IOException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static final class FileServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Path file;

    FileServlet(Path file) {
      this.file = file;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      FileAnswer.of(file).send(request, response);
    }
  }
}
