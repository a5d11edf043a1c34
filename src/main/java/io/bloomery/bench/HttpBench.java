package io.bloomery.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Files over HTTP: ours and nginx on loopback, in turns. */
final class HttpBench {
  private static final int MEBI = 1 << 20;
  private static final int LARGE = 1024;
  private static final int SMALL = 64;
  private static final int CLIENTS = 32;
  private static final int WARM_UP = 1000;
  private static final int ROUNDS = 11;

  /** What a server did in each round: megabytes a second, and CPU milliseconds for a GiB. */
  private static final class Figures {
    final List<Double> speeds = new ArrayList<>();
    final List<Double> costs = new ArrayList<>();

    double speed() {
      return speeds.stream().sorted().toList().get(speeds.size() / 2);
    }

    /** The mean: where the client's half of the work is booked changes from round to round. */
    double cost() {
      return costs.stream().mapToDouble(it -> it).average().orElseThrow();
    }
  }

  private record Subject(ServerUnderTest server, String base, Figures single, Figures many) {
    Subject(ServerUnderTest server, String base) {
      this(server, base, new Figures(), new Figures());
    }
  }

  boolean run() throws IOException, InterruptedException {
    System.out.printf(
        """
        One curl loads %d MiB; %d curls at once load %d MiB each. %d rounds (median speed, mean CPU), ours and nginx (sendfile, a worker
        for each processor) in turns, from the same files, after %d small requests to each. Loopback; servers and clients
        share the processors.
        """,
        LARGE, CLIENTS, SMALL, ROUNDS, WARM_UP);
    Path directory = Files.createTempDirectory("bloomery-bench-");
    Path files = Files.createDirectories(directory.resolve("boot-files"));
    Ports ports = Ports.free();
    int peerPort = Ports.free().web();
    try {
      write(files.resolve("large"), LARGE);
      write(files.resolve("small"), SMALL);
      try (ServerUnderTest ours =
              ServerUnderTest.of(
                  Controller.start(
                      directory, ports, Controller.JVM, Controller.LOOPBACK, List.of()));
          ServerUnderTest nginx = nginx(directory, files, peerPort)) {
        return compare(
            new Subject(ours, "http://127.0.0.1:" + ports.boot() + "/boot/file/"),
            new Subject(nginx, "http://127.0.0.1:" + peerPort + "/"));
      }
    } finally {
      Files.deleteIfExists(files.resolve("large"));
      Files.deleteIfExists(files.resolve("small"));
    }
  }

  private static boolean compare(Subject ours, Subject nginx)
      throws IOException, InterruptedException {
    for (Subject subject : List.of(ours, nginx)) {
      // Files get into memory, and Java's compiler sees the code.
      if (curl(subject.base() + "small?[1-" + WARM_UP + "]", "--range", "0-0").waitFor() != 0) {
        throw new IOException(subject.base() + ": " + WARM_UP + " small requests failed");
      }
      load(subject, "large", LARGE, 1, new Figures());
      load(subject, "small", SMALL, CLIENTS, new Figures());
    }
    for (int i = 0; i < ROUNDS; i++) {
      for (Subject subject : i % 2 == 0 ? List.of(ours, nginx) : List.of(nginx, ours)) {
        load(subject, "large", LARGE, 1, subject.single());
        load(subject, "small", SMALL, CLIENTS, subject.many());
      }
    }
    List<BenchRow> rows = new ArrayList<>();
    compare(rows, LARGE + " MiB to one client", ours.single(), nginx.single());
    compare(rows, SMALL + " MiB to each of " + CLIENTS + " clients", ours.many(), nginx.many());
    BenchReport report = new BenchReport("http", rows);
    report.print();
    System.out.println("Written to " + report.write());
    return report.met();
  }

  private static void compare(List<BenchRow> rows, String name, Figures ours, Figures nginx) {
    rows.add(BenchRow.ratioAtLeast(name, "MB/s", ours.speed(), nginx.speed(), "nginx", 0.95));
    rows.add(
        BenchRow.shareOf(nginx.cost(), "nginx", 1 / 0.95, "... CPU for a GiB", "ms", ours.cost()));
  }

  private static void load(Subject subject, String file, int length, int clients, Figures figures)
      throws IOException, InterruptedException {
    long pid = subject.server().pid();
    long before = cpu(pid);
    long begin = System.nanoTime();
    List<Process> curls = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      curls.add(curl(subject.base() + file));
    }
    for (Process curl : curls) {
      String got = new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (curl.waitFor() != 0 || !got.equals("200 " + (long) length * MEBI)) {
        throw new IOException(subject.base() + file + ": " + got);
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double mebibytes = (double) length * clients;
    figures.speeds.add(mebibytes * MEBI / 1e6 / seconds);
    figures.costs.add((cpu(pid) - before) * 1024 / mebibytes);
    System.out.printf(
        Locale.ROOT,
        "%-45s %2d clients %7.0f MB/s %6.0f CPU-ms per GiB%n",
        subject.base() + file,
        clients,
        mebibytes * MEBI / 1e6 / seconds,
        figures.costs.get(figures.costs.size() - 1));
  }

  private static Process curl(String url, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "--silent", "--output", "/dev/null"));
    command.addAll(List.of("--write-out", "%{http_code} %{size_download}", "--max-time", "120"));
    command.addAll(List.of(options));
    command.add(url);
    return new ProcessBuilder(command).start();
  }

  /** With the workers, which go on for as long as nginx does. */
  private static long cpu(long pid) throws IOException {
    long millis = ProcessCpu.millis(pid);
    for (ProcessHandle worker : ProcessHandle.of(pid).orElseThrow().descendants().toList()) {
      millis += ProcessCpu.millis(worker.pid());
    }
    return millis;
  }

  private static void write(Path file, int mebibytes) throws IOException {
    byte[] piece = new byte[MEBI];
    new Random(17).nextBytes(piece);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(piece);
      }
    }
  }

  private static ServerUnderTest nginx(Path directory, Path files, int port)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(directory.resolve("nginx"));
    Path configuration =
        Files.writeString(
            place.resolve("nginx.conf"),
            """
            daemon off;
            worker_processes auto;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server { listen 127.0.0.1:%3$d; root %2$s; }
            }
            """
                .formatted(place, files, port));
    // Workers of root would be of another user, who may not read a private directory.
    String user = System.getProperty("user.name");
    if (user.equals("root")) {
      Files.writeString(configuration, "user root;\n" + Files.readString(configuration));
    }
    ServerUnderTest server =
        ServerUnderTest.of(
            place.resolve("log"),
            Map.of(),
            "/usr/sbin/nginx",
            "-p",
            place.toString(),
            "-c",
            configuration.toString(),
            "-e",
            place.resolve("error.log").toString());
    for (int i = 0; i < 50; i++) {
      if (curl("http://127.0.0.1:" + port + "/small").waitFor() == 0) {
        return server;
      }
      Thread.sleep(200);
    }
    server.close();
    throw new IOException("nginx serves nothing at port " + port + ", see " + place);
  }
}
