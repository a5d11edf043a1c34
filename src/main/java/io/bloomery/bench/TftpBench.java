package io.bloomery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Files over TFTP with blocks of 1468 bytes: ours, tftpd-hpa and atftpd on loopback. */
final class TftpBench {
  private static final int LARGE = 20 << 20;
  private static final int SMALL = 1 << 20;
  private static final int CLIENTS = 200;
  private static final int ROUNDS = 3;

  private final List<BenchRow> rows = new ArrayList<>();

  /**
   * @param single megabytes a second to one client
   * @param many megabytes a second to all clients together
   * @param cpu milliseconds for a gigabyte to many clients; the server's children included
   */
  private record Speed(double single, double many, double cpu) {}

  boolean run() throws IOException, InterruptedException {
    System.out.printf(
        """
        One client (curl) loads 20 MiB; %d clients at once load 1 MiB each. Best of %d rounds. Blocks of 1468 bytes, one
        acknowledgement each: tftpd-hpa knows no windows. Loopback; server and clients share the processors.
        """,
        CLIENTS, ROUNDS);
    Path directory = Files.createTempDirectory("bloomery-bench-");
    Ports ports = Ports.free();
    Map<String, Speed> speeds = new HashMap<>();
    Path ours = Files.createDirectories(directory.resolve("ours"));
    speeds.put(
        "ours", measure("ours", ours.resolve("boot-files"), ports.tftp(), () -> ours(ours, ports)));
    Path files = Files.createDirectories(directory.resolve("files"));
    int hpa = Ports.free().tftp();
    speeds.put("tftpd-hpa", measure("tftpd-hpa", files, hpa, () -> hpa(directory, files, hpa)));
    int atftp = Ports.free().tftp();
    speeds.put("atftpd", measure("atftpd", files, atftp, () -> atftpd(directory, files, atftp)));
    compare("20 MiB to one client", speeds, true);
    compare("1 MiB to each of " + CLIENTS + " clients", speeds, false);
    for (String peer : List.of("tftpd-hpa", "atftpd")) {
      rows.add(
          BenchRow.beside(
              "CPU for a gigabyte to " + CLIENTS + " clients",
              "ms",
              speeds.get("ours").cpu(),
              speeds.get(peer).cpu(),
              peer));
    }
    BenchReport report = new BenchReport("tftp", rows);
    report.print();
    System.out.println("Written to " + report.write());
    return report.met();
  }

  private void compare(String name, Map<String, Speed> speeds, boolean single) {
    double hpa = of(speeds.get("tftpd-hpa"), single);
    double atftpd = of(speeds.get("atftpd"), single);
    String better = hpa >= atftpd ? "tftpd-hpa" : "atftpd";
    rows.add(
        BenchRow.ratioAtLeast(
            name, "MB/s", of(speeds.get("ours"), single), Math.max(hpa, atftpd), better, 1.5));
  }

  private static double of(Speed speed, boolean single) {
    return single ? speed.single() : speed.many();
  }

  private Speed measure(String name, Path files, int port, ServerUnderTest.Starting starting)
      throws IOException, InterruptedException {
    try (ServerUnderTest server = starting.start()) {
      write(files.resolve("large"), LARGE);
      write(files.resolve("small"), SMALL);
      awaitAnswer(name, port);
      double single = 0;
      double many = 0;
      double cpu = Double.MAX_VALUE;
      TftpLoad load = new TftpLoad(port, "small");
      for (int i = 0; i < ROUNDS; i++) {
        single = Math.max(single, LARGE / 1e6 / curl(port, "large"));
        long before = cpuOf(server.pid());
        long begin = System.nanoTime();
        long bytes = load.run(CLIENTS);
        many = Math.max(many, bytes / 1e6 / ((System.nanoTime() - begin) / 1e9));
        cpu = Math.min(cpu, (cpuOf(server.pid()) - before) * 1e9 / bytes);
      }
      System.out.printf(
          Locale.ROOT,
          "%-10s %6.1f MB/s to one, %6.1f MB/s to %d, %.0f CPU-ms per GB%n",
          name,
          single,
          many,
          CLIENTS,
          cpu);
      return new Speed(single, many, cpu);
    }
  }

  /** tftpd-hpa has a process for each transfer; what has ended is in its parent's books. */
  private static long cpuOf(long pid) throws IOException {
    return ProcessCpu.millisWithChildren(pid);
  }

  private static void write(Path file, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(17).nextBytes(bytes);
    Files.write(file, bytes);
    // tftpd-hpa serves what everybody may read.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void awaitAnswer(String name, int port) throws IOException, InterruptedException {
    for (int i = 0; i < 50; i++) {
      if (curl(port, "small") > 0) {
        return;
      }
      Thread.sleep(200);
    }
    throw new IOException(name + " serves nothing at port " + port);
  }

  /** Seconds, or 0 if it did not get the file. */
  private static double curl(int port, String file) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process curl =
        new ProcessBuilder(
                "curl",
                "--silent",
                "--tftp-blksize",
                "1468",
                "--output",
                "/dev/null",
                "--max-time",
                "60",
                "tftp://127.0.0.1:" + port + "/" + file)
            .start();
    return curl.waitFor() == 0 ? (System.nanoTime() - begin) / 1e9 : 0;
  }

  private static ServerUnderTest ours(Path directory, Ports ports)
      throws IOException, InterruptedException {
    return ServerUnderTest.of(
        Controller.start(directory, ports, Controller.JVM, Controller.LOOPBACK, List.of()));
  }

  private static ServerUnderTest hpa(Path directory, Path files, int port) throws IOException {
    return ServerUnderTest.of(
        directory.resolve("hpa.log"),
        Map.of(),
        "/usr/sbin/in.tftpd",
        "-L",
        "-u",
        "root",
        "-a",
        "127.0.0.1:" + port,
        "-s",
        files.toString());
  }

  /** Its package conflicts with tftpd-hpa's, so it is unpacked and not installed. */
  private static ServerUnderTest atftpd(Path directory, Path files, int port)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(directory.resolve("atftpd"));
    sh(place, "apt-get -qq download atftpd && dpkg-deb -x atftpd_*.deb .");
    return ServerUnderTest.of(
        directory.resolve("atftpd.log"),
        Map.of(),
        place.resolve("usr/sbin/atftpd").toString(),
        "--daemon",
        "--no-fork",
        "--user",
        "root",
        "--group",
        "root",
        "--maxthread",
        "1000",
        "--port",
        "" + port,
        "--bind-address",
        "127.0.0.1",
        files.toString());
  }

  private static void sh(Path directory, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("sh.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + ": failed, see " + directory.resolve("sh.log"));
    }
  }
}
