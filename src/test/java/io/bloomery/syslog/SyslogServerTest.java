package io.bloomery.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import io.bloomery.persistence.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

/**
 * Real senders on loopback, where every address of 127.0.0.0/8 can be a machine's: logger of
 * util-linux and busybox' syslogd speak from 127.0.0.1, and this test from wherever it likes.
 */
class SyslogServerTest {
  private static final String SERVER = "127.0.0.250";

  private final Database database = Database.h2();
  @TempDir private Path data;
  private ConfigurableApplicationContext context;
  private MachineLogs logs;
  private int port;
  private String local;

  @Configuration(proxyBeanMethods = false)
  @ComponentScan(basePackageClasses = {Machines.class, NetworkSettings.class, SyslogServer.class})
  @EnableConfigurationProperties({SyslogSettings.class, NetworkSettings.class})
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  static class Parts {}

  @BeforeEach
  void start() throws IOException {
    List<String> arguments = new ArrayList<>(List.of(database.arguments()));
    arguments.addAll(
        List.of(
            "--bloomery.data=" + data,
            "--bloomery.network.interface=lo",
            "--bloomery.network.address=" + SERVER,
            "--bloomery.network.subnet=127.0.0.0/24",
            "--bloomery.network.static-range=127.0.0.1-127.0.0.40",
            "--bloomery.network.dynamic-range=127.0.0.100-127.0.0.199",
            "--bloomery.syslog.port=0",
            "--bloomery.syslog.rate=4KB",
            "--bloomery.syslog.per-machine=64KB",
            "--bloomery.syslog.tcp-connections=40",
            "--bloomery.syslog.tcp-per-client=30",
            "--logging.level.root=warn"));
    context =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .run(arguments.toArray(String[]::new));
    logs = context.getBean(MachineLogs.class);
    port = context.getBean(SyslogServer.class).boundPort();
    local = machine("127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    database.close();
  }

  /** A machine with this fixed address. */
  private String machine(String address) {
    MacAddress mac = mac(address);
    context.getBean(FixedAddresses.class).assign(new FixedAddress(Ipv4.of(address), mac, null, ""));
    return enlisted(mac);
  }

  private String enlisted(MacAddress mac) {
    Sighting seen =
        new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1 << 30);
    return context.getBean(Machines.class).enlist(seen).id();
  }

  private static MacAddress mac(String address) {
    return MacAddress.of("5254%08x".formatted(Ipv4.of(address).bits()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--udp --rfc3164",
        "--udp --rfc5424",
        "--tcp --rfc3164",
        "--tcp --rfc5424",
        "--tcp --rfc5424 --octet-count",
        "--tcp --rfc3164 --octet-count"
      })
  void utilLinuxLoggerIsUnderstood(String form) throws Exception {
    List<String> command = new ArrayList<>(List.of("logger", "-n", SERVER, "-P", "" + port));
    command.addAll(List.of(form.split(" ")));
    command.addAll(List.of("-t", "probe", "--id=4711", "-p", "local3.warning"));
    command.add("Grüße an [alle]: " + form);
    run(command.toArray(String[]::new));
    LogLine line = await(local, it -> it.text().contains("Grüße"));
    assertThat(line.text()).isEqualTo("Grüße an [alle]: " + form);
    assertThat(line.app()).isEqualTo("probe");
    assertThat(line.process()).isEqualTo("4711");
    assertThat(line.facility() + "." + line.severity()).isEqualTo("local3.warning");
    assertThat(line.sent().isEmpty()).isEqualTo(form.contains("3164"));
    assertThat(line.data().isEmpty()).isEqualTo(form.contains("3164"));
  }

  @Test
  void busyboxForwardsAsItDoesInRam() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "a /dev of its own needs root");
    // Its socket is /dev/log, which is not to be the host's.
    run(
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 || exit 1; busybox syslogd -n -R "
            + (SERVER + ":" + port)
            + " & until [ -S /dev/log ] || ! kill -0 $!; do sleep 0.05; done;"
            + " busybox logger -t bloomery -p daemon.info 'registered as pc-7'; sleep 1; kill $!");
    LogLine line = await(local, it -> it.text().contains("registered"));
    assertThat(line.asText()).endsWith(" daemon.info bloomery: registered as pc-7");
  }

  @Test
  void leaseSaysWhoseAMessageIs() throws Exception {
    String one = enlisted(mac("127.0.0.101"));
    String other = enlisted(mac("127.0.0.102"));
    lend("127.0.0.101", "127.0.0.101");
    send("127.0.0.101", "<13>one: first");
    await(one, it -> it.text().equals("first"));
    // The address goes to another machine, and at once its messages do.
    lend("127.0.0.103", "127.0.0.101");
    lend("127.0.0.101", "127.0.0.102");
    send("127.0.0.101", "<13>other: second");
    await(other, it -> it.text().equals("second"));
    assertThat(texts(one)).containsExactly("first");
  }

  private void lend(String address, String macOf) {
    Instant until = Instant.now().plusSeconds(600);
    context
        .getBean(Leases.class)
        .lend(new Lease(mac(macOf), Ipv4.of(address), until, null, null), () -> {});
  }

  @Test
  void whoIsNoMachineOfThePlanIsNotHeard() throws Exception {
    send("127.0.0.30", "<13>nobody's address");
    send("127.0.1.1", "<13>no planned subnet");
    try (Socket stranger = connect("127.0.1.1")) {
      stranger.setSoTimeout(5_000);
      assertThat(closed(stranger)).isTrue();
    }
    send("127.0.0.1", "<13>a machine's");
    await(local, it -> it.text().equals("a machine's"));
    assertThat(data.resolve("machine-logs").toFile().list()).containsExactly(local + ".log");
  }

  @Test
  void garbageIsKeptHarmlesslyAndHarmsNobody() throws Exception {
    byte[] garbage = new byte[3_000];
    new java.util.Random(7).nextBytes(garbage);
    send("127.0.0.1", garbage);
    send("127.0.0.1", new byte[0]);
    byte[] oversize = ("<13>big: " + "x".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);
    send("127.0.0.1", oversize);
    try (Socket tcp = connect("127.0.0.1")) {
      OutputStream out = tcp.getOutputStream();
      out.write("9999999 <13>never: ended".getBytes(StandardCharsets.US_ASCII));
    }
    try (Socket tcp = connect("127.0.0.1")) {
      OutputStream out = tcp.getOutputStream();
      out.write("<13>long: ".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 100; i++) {
        out.write("y".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
      }
      out.write("\n<13>next: after it\n".getBytes(StandardCharsets.US_ASCII));
      await(local, it -> it.text().equals("after it"));
    }
    await(local, it -> it.text().equals("ended") && it.app().equals("never"));
    assertThat(await(local, it -> it.app().equals("big")).text())
        .hasSize(Frames.LONGEST - 9 + 12)
        .endsWith("x … (cut off)");
    assertThat(await(local, it -> it.app().equals("long")).text()).endsWith("y … (cut off)");
    assertThat(lines(local)).allMatch(it -> it.asText().chars().noneMatch(Character::isISOControl));
  }

  @Test
  void floodPushesOutOnlyItsSendersMessages() throws Exception {
    String quiet = machine("127.0.0.5");
    send("127.0.0.5", "<13>quiet: before");
    await(quiet, it -> it.text().equals("before"));
    // By TCP, since what is lost in the kernel's buffer is not up to the receiver.
    try (Socket tcp = connect("127.0.0.5")) {
      for (int i = 0; i < 20_000; i++) {
        send("127.0.0.1", "<13>loud: " + "z".repeat(200) + i);
        if (i % 2_000 == 0) {
          say(tcp, "during " + i);
        }
      }
      say(tcp, "after");
    }
    await(quiet, it -> it.text().equals("after"));
    assertThat(texts(quiet)).hasSize(12);
    // 4 KB a second, and 16 times as much at first, of messages of 276 and more.
    assertThat(lines(local)).hasSizeLessThan(400);
    Thread.sleep(1_500); // until it may again
    send("127.0.0.1", "<13>loud: calm again");
    await(local, it -> it.text().equals("calm again"));
    assertThat(texts(local)).anyMatch(it -> it.matches("[0-9]+ messages were lost: .*"));
  }

  @Test
  void connectionsAreBoundedTheSilentOnesGoFirst() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        sockets.add(connect("127.0.0.1"));
        say(sockets.get(i), "number " + i);
        String said = "number " + i;
        await(local, it -> it.text().equals(said));
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(it -> it.getName().startsWith("syslog"))
          .hasSize(2);
      say(sockets.get(0), "not silent");
      await(local, it -> it.text().equals("not silent"));
      // One too many of this client: the second goes, since the first has spoken.
      sockets.add(connect("127.0.0.1"));
      say(sockets.get(30), "number 30");
      await(local, it -> it.text().equals("number 30"));
      assertThat(closed(sockets.get(1))).isTrue();
      // Of all there may be ten more.
      machine("127.0.0.6");
      for (int i = 0; i < 11; i++) {
        sockets.add(connect("127.0.0.6"));
      }
      assertThat(closed(sockets.get(2))).isTrue();
      say(sockets.get(0), "still there");
      await(local, it -> it.text().equals("still there"));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(("<13>t: " + text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean closed(Socket socket) throws IOException {
    socket.setSoTimeout(5_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(SERVER, port), 5_000);
    return socket;
  }

  private void send(String from, String message) throws IOException {
    send(from, message.getBytes(StandardCharsets.US_ASCII));
  }

  private void send(String from, byte[] message) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
      socket.send(new DatagramPacket(message, message.length, InetAddress.getByName(SERVER), port));
    }
  }

  private List<LogLine> lines(String machine) {
    return logs.read(machine, Instant.MIN, Instant.MAX, 1_000_000);
  }

  private List<String> texts(String machine) {
    return lines(machine).stream().map(LogLine::text).toList();
  }

  private LogLine await(String machine, Predicate<LogLine> wanted) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      for (LogLine line : lines(machine)) {
        if (wanted.test(line)) {
          return line;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not among " + texts(machine));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(said).as(Arrays.toString(command)).isEmpty();
  }
}
