package io.bloomery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What many machines in the plan cost: how long a controller takes until it serves them, and what a
 * change of a lease costs among few and among many.
 */
final class NetworkBench {
  private static final int FEW = 100;
  private static final int STARTS = 3;
  private static final int ROUNDS = 5;
  private static final int CHANGES = 250;
  private static final int LEASES = 1_000;

  private int many = 10_000;
  private List<String> databases = List.of("h2", "mariadb");
  private final List<BenchRow> rows = new ArrayList<>();

  NetworkBench(String... arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      if (arguments[i].equals("--machines") && value.matches("[1-9][0-9]{2,4}")) {
        many = Integer.parseInt(value);
      } else if (arguments[i].equals("--database") && databases.contains(value)) {
        databases = List.of(value);
      } else {
        throw new IllegalArgumentException(
            "bench network: %s %s (expected: --machines 100 to 99999, --database h2 or mariadb)"
                .formatted(arguments[i], value));
      }
    }
  }

  boolean run() throws IOException, InterruptedException {
    System.out.printf(
        """
        %d and %d machines in %d subnets, each with a name, a fixed address and a lease of it. The JVM %s.
        Start: from the start of the process until DHCP offers the last machine its address and DNS knows its name, median
        of %d. Change: a device gets another fixed address by REST, leases it (DISCOVER to ACK), and its name and address
        are looked up until they are new. Lease: DISCOVER to ACK of a new NIC. Both controllers at once, by turns, %d rounds
        of %d changes and %d leases after one to warm up, medians; CPU of the controller and of its database server.
        """,
        FEW,
        many,
        ManyMachines.SUBNETS,
        String.join(" ", Controller.JVM),
        STARTS,
        ROUNDS,
        CHANGES,
        LEASES);
    Path directory = Files.createTempDirectory("bloomery-bench-");
    for (String database : databases) {
      measure(database, directory.resolve(database));
    }
    BenchReport report = new BenchReport("network", rows);
    report.print();
    System.out.println("Written to " + report.write());
    return report.met();
  }

  private void measure(String database, Path directory) throws IOException, InterruptedException {
    List<double[]> rounds = new ArrayList<>();
    try (NetworkUnderTest some = of(directory.resolve("few"), database, FEW);
        NetworkUnderTest all = of(directory.resolve("many"), database, many)) {
      List<double[]> starts = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        NetworkUnderTest.Start one = some.restart();
        NetworkUnderTest.Start other = all.restart();
        starts.add(new double[] {one.seconds(), other.seconds(), one.cpu(), other.cpu()});
        System.out.printf("%s: start, s %s%n", database, show(starts.get(i)));
      }
      String start = database + ": start with ";
      rows.add(BenchRow.plain(start + FEW + " machines", "s", median(starts, 0)));
      rows.add(BenchRow.atMost(start + many + " machines", "s", median(starts, 1), 10));
      double few = median(starts, 2);
      double more = median(starts, 3);
      rows.add(BenchRow.beside(start + many + ", CPU", "s", more, few, FEW + " machines"));
      for (int i = 0; i <= ROUNDS; i++) {
        double[] round = {
          some.change(CHANGES), all.change(CHANGES), some.lease(LEASES), all.lease(LEASES)
        };
        System.out.printf("%s: CPU-ms %s%n", database, show(round));
        if (i > 0) {
          rounds.add(round);
        }
      }
    }
    ratio(database + ": CPU for a change of a lease and its name", rounds, 0);
    ratio(database + ": CPU for a lease", rounds, 2);
  }

  private void ratio(String name, List<double[]> rounds, int column) {
    double few = median(rounds, column);
    double all = median(rounds, column + 1);
    rows.add(BenchRow.ratioAtMost(name, "ms", all, few, FEW + " machines", 1.3));
  }

  private static NetworkUnderTest of(Path data, String database, int machines)
      throws IOException, InterruptedException {
    try {
      return new NetworkUnderTest(data, database, machines);
    } catch (SQLException refused) {
      throw new IOException("the machines were not put into " + data, refused);
    }
  }

  private static double median(List<double[]> rounds, int column) {
    double[] sorted = rounds.stream().mapToDouble(it -> it[column]).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static String show(double... values) {
    return String.join(
        " ", Arrays.stream(values).mapToObj(it -> String.format(Locale.ROOT, "%.2f", it)).toList());
  }
}
