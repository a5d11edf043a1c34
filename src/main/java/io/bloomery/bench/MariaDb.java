package io.bloomery.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A MariaDB server for one bench, from the distribution's package mariadb-server, in a directory of
 * its own.
 */
final class MariaDb implements AutoCloseable {
  /** What differs from its defaults; durability does not: every commit is flushed. */
  static final List<String> SETTINGS =
      List.of(
          "--innodb-buffer-pool-size=256M",
          "--innodb-flush-log-at-trx-commit=1",
          "--character-set-server=utf8mb4",
          "--collation-server=utf8mb4_bin",
          "--skip-log-bin");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process server;
  private final int port;
  private final String password;

  private MariaDb(Process server, int port, String password) {
    this.server = server;
    this.port = port;
    this.password = password;
  }

  static MariaDb start(Path directory, int port) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String user = "--user=" + System.getProperty("user.name");
    Path data = directory.resolve("data");
    Path log = directory.resolve("mariadb.log");
    int made =
        run(
                log,
                List.of(
                    "mariadb-install-db",
                    "--no-defaults",
                    user,
                    "--datadir=" + data,
                    "--skip-test-db"))
            .waitFor();
    if (made != 0) {
      throw new IOException("mariadb-install-db ended with " + made + ", see " + log);
    }
    String password = UUID.randomUUID().toString();
    Path init = directory.resolve("init.sql");
    Files.writeString(
        init,
        "CREATE DATABASE IF NOT EXISTS bloomery;\n"
            + "CREATE USER IF NOT EXISTS bloomery@'127.0.0.1' IDENTIFIED BY '"
            + password
            + "';\n"
            + "CREATE USER IF NOT EXISTS bloomery@localhost IDENTIFIED BY '"
            + password
            + "';\n"
            + "GRANT ALL ON bloomery.* TO bloomery@'127.0.0.1';\n"
            + "GRANT ALL ON bloomery.* TO bloomery@localhost;\n");
    List<String> line =
        new java.util.ArrayList<>(List.of("mariadbd", "--no-defaults", user, "--datadir=" + data));
    line.addAll(
        List.of(
            "--socket=" + directory.resolve("socket"),
            "--port=" + port,
            "--bind-address=127.0.0.1"));
    line.addAll(List.of("--pid-file=" + directory.resolve("pid"), "--init-file=" + init));
    line.addAll(SETTINGS);
    MariaDb started = new MariaDb(run(log, line), port, password);
    started.awaitAnswer(log);
    return started;
  }

  private static Process run(Path log, List<String> line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
    // ProcessBuilder looks programs up in this JVM's own path.
    if (Files.isExecutable(Path.of("/usr/sbin", line.get(0)))) {
      builder.command().set(0, "/usr/sbin/" + line.get(0));
    }
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException(
          line.get(0) + " cannot be run (expected: the package mariadb-server is installed)", e);
    }
  }

  private void awaitAnswer(Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (server.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return;
      } catch (IOException e) {
        Thread.sleep(200);
      }
    }
    close();
    throw new IOException("mariadbd does not answer at port " + port + ", see " + log);
  }

  long pid() {
    return server.pid();
  }

  String url() {
    return "jdbc:mysql://127.0.0.1:%d/bloomery".formatted(port);
  }

  String password() {
    return password;
  }

  /** The controller's settings for it. */
  List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + url(),
        "--spring.datasource.username=bloomery",
        "--spring.datasource.password=" + password);
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(60, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
