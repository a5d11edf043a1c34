package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

/** DNS by TCP in a process that has no file descriptor left for a connection. */
class NoDescriptorsTest {
  @Test
  void waitsAndGoesOnWhenThereAreSomeAgain() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 500; exec \"$@\"",
                "sh",
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                NoDescriptorsTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("not accepted", "served: true");
    long worked = Long.parseLong(output.replaceAll("(?s).*worked: ([0-9]+) ms.*", "$1"));
    assertThat(worked).as("of 3000 ms: " + output).isLessThan(1000);
  }

  public static void main(String[] arguments) throws Exception {
    DnsSettings settings =
        new Binder(
                List.of(new MapConfigurationPropertySource(Map.of())),
                null,
                ApplicationConversionService.getSharedInstance())
            .bindOrCreate("bloomery.dns", DnsSettings.class);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    TcpListener listener = new TcpListener(loopback, port, settings, () -> null);
    // Everything that must be loaded is loaded now.
    Socket first = new Socket(loopback, port);
    await("dns-tcp-127.0.0.1", true);
    first.close();
    await("dns-tcp-127.0.0.1", false);
    List<InputStream> all = new ArrayList<>();
    Socket client = new Socket();
    client.bind(null);
    exhaust(all);
    long before = cpu("dns-tcp");
    client.connect(new InetSocketAddress(loopback, port));
    TimeUnit.SECONDS.sleep(3);
    long worked = TimeUnit.NANOSECONDS.toMillis(cpu("dns-tcp") - before);
    for (InputStream one : all) {
      one.close();
    }
    boolean served = await("dns-tcp-127.0.0.1", true);
    System.out.println("worked: " + worked + " ms");
    System.out.println("served: " + served);
    client.close();
    listener.close();
  }

  private static void exhaust(List<InputStream> all) {
    try {
      while (true) {
        all.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException none) {
      System.out.println(none.getMessage());
    }
  }

  private static boolean await(String thread, boolean there) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (cpu(thread) >= 0 == there) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return false;
  }

  private static long cpu(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().equals(thread))
        .mapToLong(it -> ManagementFactory.getThreadMXBean().getThreadCpuTime(it.getId()))
        .findFirst()
        .orElse(-1);
  }
}
