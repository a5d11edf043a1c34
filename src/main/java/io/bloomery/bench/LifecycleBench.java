package io.bloomery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a machine's whole life costs the controller and its database: {@code bench lifecycle}. */
final class LifecycleBench {
  private static final String PEER = "OpenStack Ironic 21.4, fake hardware, MariaDB";
  private static final double SHARE_OF_PEER = 0.2;
  private static final double GROWTH = 1.3;
  private static final int WARM_UP = 40;

  private final List<Integer> counts = new ArrayList<>();
  private final List<String> databases = new ArrayList<>();
  private final List<BenchRow> rows = new ArrayList<>();
  private String profile;

  private record Cost(double controller, double database) {
    double total() {
      return controller + database;
    }
  }

  LifecycleBench(String... arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--machines" -> counts.add(Integer.parseInt(value));
        case "--database" -> databases.add(value);
        case "--profile" -> profile = value;
        default ->
            throw new IllegalArgumentException(
                "argument: "
                    + arguments[i]
                    + " (expected: --machines N, --database h2|mariadb, --profile FILE.jfr)");
      }
    }
    if (counts.isEmpty()) {
      counts.addAll(List.of(100, 1000, 5000));
    }
    if (databases.isEmpty()) {
      databases.addAll(List.of("h2", "mariadb"));
    }
    for (String database : databases) {
      if (!List.of("h2", "mariadb").contains(database)) {
        throw new IllegalArgumentException(
            "--database: " + database + " (expected: h2 or mariadb)");
      }
    }
  }

  boolean run() throws IOException, InterruptedException {
    System.out.printf(
        """
        A life: unknown, enlisted, reviewed, commissioned, acquired, deployed, SSH checked, released, erased, Ready.
        Counted: user and system CPU of the controller's JVM (%s) and of the database server, from before the
        machines' first power-on until all are back, persons' REST calls included; not the simulator, not this program.
        Before that a warm-up of %d machines. At most %d machines at work. Machines take no time of their own, one in
        ten loads its boot loader by TFTP, kernel and initrd are asked for and not loaded, of the image 64 KiB.
        MariaDB: %s.
        """,
        String.join(" ", Controller.JVM),
        WARM_UP,
        LifecycleRun.WIDTH,
        String.join(" ", MariaDb.SETTINGS));
    for (String database : databases) {
      Map<Integer, Cost> costs = new LinkedHashMap<>();
      for (int count : counts) {
        costs.put(count, measure(database, count));
      }
      if (costs.containsKey(100) && costs.containsKey(5000)) {
        rows.add(
            BenchRow.atMost(
                database + ", cost of 5000 to cost of 100",
                "ratio",
                costs.get(5000).total() / costs.get(100).total(),
                GROWTH));
      }
    }
    BenchReport report = new BenchReport("lifecycle", rows);
    report.print();
    System.out.println("Written to " + report.write());
    return report.met();
  }

  /** A profile of the controller costs some per cent itself. */
  private List<String> jvm() {
    List<String> jvm = new ArrayList<>(Controller.JVM);
    if (profile != null) {
      Path file = Path.of(profile).toAbsolutePath();
      jvm.add("-XX:FlightRecorderOptions=stackdepth=256");
      jvm.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file);
    }
    return jvm;
  }

  private Cost measure(String database, int count) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("bloomery-bench-");
    Ports ports = Ports.free();
    boolean finished = false;
    try (MariaDb server =
            database.equals("mariadb")
                ? MariaDb.start(directory.resolve("mariadb"), ports.database())
                : null;
        Controller controller =
            Controller.start(
                directory.resolve("data"),
                ports,
                jvm(),
                Controller.LOOPBACK,
                server == null ? List.of() : server.settings())) {
      String image = SampleImage.store(controller.rest(), directory.resolve("data"));
      Path log = directory.resolve("simulator.log");
      new LifecycleRun(controller.rest(), WARM_UP, "warm-up", image).run(ports, 1, log);
      long wallBefore = System.nanoTime();
      long jvmBefore = ProcessCpu.millis(controller.pid());
      long databaseBefore = server == null ? 0 : ProcessCpu.millis(server.pid());
      new LifecycleRun(controller.rest(), count, "bench", image).run(ports, WARM_UP + 1, log);
      double seconds = (System.nanoTime() - wallBefore) / 1e9;
      double jvm = (double) (ProcessCpu.millis(controller.pid()) - jvmBefore) / count;
      double data =
          server == null ? 0 : (double) (ProcessCpu.millis(server.pid()) - databaseBefore) / count;
      Cost cost = new Cost(jvm, data);
      String name = database + ", " + count + " machines: ";
      // The peer was measured at 100 and at 500 machines.
      double peer = count <= 100 ? 1430 : 1520;
      rows.add(
          BenchRow.shareOf(
              peer, PEER, SHARE_OF_PEER, name + "CPU per machine", "ms", cost.total()));
      rows.add(BenchRow.plain(name + "of this the controller", "ms", jvm));
      rows.add(BenchRow.plain(name + "of this the database", "ms", data));
      rows.add(BenchRow.plain(name + "machines per second", "1/s", count / seconds));
      rows.add(
          BenchRow.plain(
              name + "controller resident", "MiB", ProcessCpu.residentMebibytes(controller.pid())));
      System.out.printf(
          Locale.ROOT,
          "%s%.0f ms CPU per machine (controller %.0f, database %.0f), %.1f machines/s, %.0f s%n",
          name,
          cost.total(),
          jvm,
          data,
          count / seconds,
          seconds);
      finished = true;
      return cost;
    } finally {
      if (finished) {
        delete(directory);
      } else {
        System.err.println("Logs are kept in " + directory);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
