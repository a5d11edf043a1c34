package io.bloomery.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The controller under trial: a JVM of its own with a data directory of its own. */
final class Controller {
  private static final int PAGES = 8080;
  private static final int BOOT = 8081;
  private static final Duration START = Duration.ofMinutes(5);

  private final Path home;
  private final Path directory;
  private final Remains remains;
  private final int port = freePort();
  private HostProcess process;

  Controller(Path home, Remains remains) {
    this.home = home;
    this.directory = home.resolve("target/lab");
    this.remains = remains;
  }

  /**
   * Empties what an earlier run wrote, and copies the program: a build must not change it under us.
   */
  void prepare() {
    HostCommand.must("rm", "-rf", data().toString(), log().toString());
    try {
      Files.createDirectories(data());
      // Not all of the lab: the machines' disks are opened by another account.
      Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx------"));
      Path program = Path.of(System.getProperty("java.class.path"));
      if (Files.isRegularFile(program)) {
        Files.copy(program, copy(), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new LabFailure("the controller could not be prepared in " + directory, e);
    }
  }

  synchronized void start() {
    List<String> command = new ArrayList<>();
    // A session of its own: Ctrl-C is for the lab, which then ends the controller in its own time.
    command.add("setsid");
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (Files.isRegularFile(copy())) {
      command.addAll(List.of("-jar", copy().toString()));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.bloomery.Bloomery"));
    }
    command.add("up");
    command.addAll(settings());
    try {
      Process started =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      process = HostProcess.of(started.pid());
      remains.started("controller", process);
    } catch (IOException e) {
      throw new LabFailure("the controller could not be started: " + e.getMessage(), e);
    }
  }

  private List<String> settings() {
    return List.of(
        "--bloomery.data=" + data(),
        "--server.port=" + port,
        "--bloomery.network.interface=" + LabNetwork.BRIDGE,
        "--bloomery.network.address=" + LabNetwork.CONTROLLER,
        "--bloomery.boot.http-address=" + LabNetwork.CONTROLLER,
        "--bloomery.boot.http-port=" + BOOT,
        "--bloomery.boot.files=" + home.resolve("target/boot"),
        "--bloomery.image.import-directory=" + home.resolve("target/image"),
        "--bloomery.power.libvirt.hosts=" + Hypervisor.URI);
  }

  /** Waits until it answers the administrator. */
  void awaitReady(Api administrator) {
    Patience patience = Patience.of(START);
    while (!Files.exists(passwordFile()) || !administrator.answers("/api/v1/me")) {
      if (!alive()) {
        throw new LabFailure("the controller ended while it started; see " + log());
      }
      if (patience.over()) {
        throw new LabFailure("the controller does not answer after %s".formatted(START));
      }
      Patience.pause(Duration.ofMillis(300));
    }
  }

  synchronized boolean alive() {
    return process != null && process.alive();
  }

  synchronized void kill() {
    process.kill();
  }

  synchronized double cpuSeconds() {
    return alive() ? process.cpuSeconds() : 0;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  Path passwordFile() {
    return data().resolve("admin-password");
  }

  Path log() {
    return directory.resolve("controller.log");
  }

  Path directory() {
    return directory;
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path copy() {
    return directory.resolve("controller.jar");
  }

  /** The documented port, unless somebody else has it. */
  private static int freePort() {
    for (int port : new int[] {PAGES, 0}) {
      try (ServerSocket socket =
          new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new LabFailure("no free port on 127.0.0.1");
  }
}
