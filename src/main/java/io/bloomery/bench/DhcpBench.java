package io.bloomery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many leases a second: perfdhcp against ours, Kea and ISC dhcpd, one after the other, each
 * writing its leases down as it does by default.
 */
final class DhcpBench {
  /** Exchanges of four packets a second that are offered, in this order, until one is too many. */
  private static final int[] RATES = {500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000};

  private static final int SECONDS = 8;
  private static final String SERVER = "10.99.0.1";
  private static final Pattern DROPS = Pattern.compile("drops ratio: ([0-9.]+) %");
  private static final Pattern RATE = Pattern.compile("Rate: ([0-9.]+) 4-way exchanges/second");
  private static final Pattern DELAY = Pattern.compile("avg delay: ([0-9.]+) ms");

  private final List<BenchRow> rows = new ArrayList<>();

  /**
   * The highest offered rate without a drop.
   *
   * @param cpu milliseconds for a thousand exchanges at that rate
   * @param delay of an offer or acknowledgement, on average, milliseconds
   */
  private record Best(int rate, double cpu, double delay) {}

  boolean run() throws IOException, InterruptedException {
    System.out.printf(
        """
        Clients: perfdhcp, as a relay, through a veth cable, %d s at each rate, DISCOVER to ACK, every client new.
        A rate counts if no packet was lost. Ours: H2 on a file, the JVM %s. Kea: memfile, persistent, two threads.
        dhcpd: lease file, no ping check. Ours acknowledges what is in its file, which is what survives a kill.
        """,
        SECONDS, String.join(" ", Controller.JVM));
    Path directory = Files.createTempDirectory("bloomery-bench-");
    Best ours = measure("ours", directory, () -> ours(directory.resolve("ours")));
    Best kea = measure("Kea", directory, () -> kea(directory));
    Best dhcpd = measure("ISC dhcpd", directory, () -> dhcpd(directory));
    Best peer = kea.rate() >= dhcpd.rate() ? kea : dhcpd;
    String name = peer == kea ? "Kea" : "ISC dhcpd";
    rows.add(
        BenchRow.ratioAtLeast(
            "leases per second without a drop", "1/s", ours.rate(), peer.rate(), name, 1));
    rows.add(
        BenchRow.beside(
            "CPU for a thousand leases at that rate", "ms", ours.cpu(), peer.cpu(), name));
    rows.add(BenchRow.beside("average delay at that rate", "ms", ours.delay(), peer.delay(), name));
    BenchReport report = new BenchReport("dhcp", rows);
    report.print();
    System.out.println("Written to " + report.write());
    return report.met();
  }

  private Best measure(String name, Path directory, ServerUnderTest.Starting starting)
      throws IOException, InterruptedException {
    Best best = new Best(0, 0, 0);
    try (Cable cable = Cable.plug(SERVER + "/16", "10.99.0.2/16");
        ServerUnderTest server = starting.start()) {
      awaitAnswers(cable, name, directory);
      int mac = 1;
      for (int rate : RATES) {
        long before = ProcessCpu.millis(server.pid());
        String said = perfdhcp(cable, rate, rate * SECONDS, mac);
        mac += rate * SECONDS;
        double cpu = (ProcessCpu.millis(server.pid()) - before) * 1000.0 / (rate * SECONDS);
        double drops = DROPS.matcher(said).results().mapToDouble(it -> number(it.group(1))).sum();
        double delay =
            DELAY.matcher(said).results().mapToDouble(it -> number(it.group(1))).max().orElse(0);
        System.out.printf(
            Locale.ROOT,
            "%-10s %5d/s offered: %s achieved, %.2f %% lost, %.1f ms, %.0f CPU-ms per 1000%n",
            name,
            rate,
            first(RATE, said),
            drops,
            delay,
            cpu);
        if (drops > 0 || !DROPS.matcher(said).find()) {
          break;
        }
        best = new Best(rate, cpu, delay);
      }
    }
    return best;
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "?";
  }

  private static String perfdhcp(Cable cable, int rate, int clients, int mac)
      throws IOException, InterruptedException {
    String first =
        String.format(
            "mac=02:00:%02x:%02x:%02x:%02x", 0, mac >> 16 & 255, mac >> 8 & 255, mac & 255);
    return cable.client(
        "perfdhcp",
        "-4",
        "-l",
        Cable.THERE,
        "-b",
        first,
        "-r",
        "" + rate,
        "-R",
        "" + clients,
        "-p",
        "" + SECONDS,
        "-W",
        "1000000",
        SERVER);
  }

  /** Also warms up: a server that just started is not what is asked for. */
  private static void awaitAnswers(Cable cable, String name, Path directory)
      throws IOException, InterruptedException {
    for (int i = 0; i < 20; i++) {
      String said =
          cable.client(
              "perfdhcp",
              "-4",
              "-l",
              Cable.THERE,
              "-b",
              "mac=02:00:ff:00:00:01",
              "-r",
              "200",
              "-R",
              "1000",
              "-p",
              "3",
              "-W",
              "500000",
              SERVER);
      if (DROPS.matcher(said).results().mapToDouble(it -> number(it.group(1))).sum() == 0
          && RATE.matcher(said).find()) {
        return;
      }
    }
    throw new IOException(name + " does not answer perfdhcp, see " + directory);
  }

  private static ServerUnderTest ours(Path directory) throws IOException, InterruptedException {
    Controller controller =
        Controller.start(
            directory,
            Ports.free().withDhcpAt(67),
            Controller.JVM,
            List.of(
                "--bloomery.network.interface=" + Cable.HERE,
                "--bloomery.network.address=" + SERVER,
                "--bloomery.network.subnet=10.99.0.0/16",
                "--bloomery.network.static-range=10.99.0.10-10.99.0.99",
                "--bloomery.network.dynamic-range=10.99.1.0-10.99.254.254"),
            List.of());
    return ServerUnderTest.of(controller);
  }

  private static ServerUnderTest kea(Path directory) throws IOException {
    Path settings = directory.resolve("kea.json");
    Files.writeString(
        settings,
        """
        {"Dhcp4": {
          "interfaces-config": {"interfaces": ["%s"], "dhcp-socket-type": "raw"},
          "lease-database": {"type": "memfile", "persist": true, "name": "%s/kea.csv"},
          "valid-lifetime": 3600,
          "multi-threading": {"enable-multi-threading": true, "thread-pool-size": 2},
          "subnet4": [{"subnet": "10.99.0.0/16", "id": 1, "interface": "%s",
                       "pools": [{"pool": "10.99.1.0-10.99.254.254"}]}],
          "loggers": [{"name": "kea-dhcp4", "severity": "WARN",
                       "output_options": [{"output": "%s/kea.log"}]}]}}
        """
            .formatted(Cable.HERE, directory, Cable.HERE, directory));
    String place = directory.toString();
    return ServerUnderTest.of(
        directory.resolve("server.log"),
        Map.of("KEA_PIDFILE_DIR", place, "KEA_LOCKFILE_DIR", place),
        "/usr/sbin/kea-dhcp4",
        "-c",
        settings.toString());
  }

  private static ServerUnderTest dhcpd(Path directory) throws IOException {
    Path settings = directory.resolve("dhcpd.conf");
    Files.writeString(
        settings,
        """
        authoritative; default-lease-time 3600; max-lease-time 3600; ping-check false;
        subnet 10.99.0.0 netmask 255.255.0.0 { range 10.99.1.0 10.99.254.254; }
        """);
    Path leases = Files.createFile(directory.resolve("dhcpd.leases"));
    return ServerUnderTest.of(
        directory.resolve("server.log"),
        Map.of(),
        "/usr/sbin/dhcpd",
        "-4",
        "-q",
        "-f",
        "-cf",
        settings.toString(),
        "-lf",
        leases.toString(),
        "-pf",
        directory.resolve("dhcpd.pid").toString(),
        Cable.HERE);
  }
}
