package io.bloomery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A controller of its own on loopback, with a data directory that outlasts it. */
final class Controller implements AutoCloseable {
  /** Stated with every result. */
  static final List<String> JVM =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Duration PATIENCE = Duration.ofSeconds(400);

  private final ProgramProcess process;
  private final Ports ports;
  private final Path data;

  private Controller(ProgramProcess process, Ports ports, Path data) {
    this.process = process;
    this.ports = ports;
    this.data = data;
  }

  /** Where its DHCP is, behind a relay of simulated machines. */
  static final List<String> LOOPBACK =
      List.of(
          "--bloomery.network.interface=lo",
          "--bloomery.network.address=127.0.0.1",
          "--bloomery.network.subnet=127.17.0.0/16",
          "--bloomery.network.static-range=127.17.1.1-127.17.127.254",
          "--bloomery.network.dynamic-range=127.17.128.1-127.17.255.254");

  static Controller start(
      Path data, Ports ports, List<String> jvm, List<String> network, List<String> more)
      throws IOException, InterruptedException {
    Files.createDirectories(data);
    List<String> command = new ArrayList<>(List.of("up"));
    command.addAll(List.of("--bloomery.data=" + data, "--server.port=" + ports.web()));
    command.addAll(
        List.of(
            "--bloomery.boot.http-port=" + ports.boot(),
            "--bloomery.boot.files=" + bootFiles(data)));
    command.addAll(network);
    command.add(
        "--bloomery.image.import-directory=" + Files.createDirectories(data.resolve("import")));
    command.add("--bloomery.network.dhcp-port=" + ports.dhcp());
    command.add("--bloomery.network.tftp-port=" + ports.tftp());
    // Port 53 may be somebody else's.
    if (more.stream().noneMatch(it -> it.startsWith("--bloomery.dns."))) {
      command.add("--bloomery.dns.enabled=false");
    }
    command.add("--bloomery.syslog.enabled=false");
    command.add("--bloomery.node.ssh-port=" + ports.ssh());
    command.add("--bloomery.power.simulated.endpoint=" + chassis(ports));
    // A boot that was lost is tried again before a run takes it for a standstill.
    command.add("--bloomery.patience.boot=PT90S");
    // What is measured is the controller, not its machines' waiting in line.
    command.add("--bloomery.admission.image-streams=0");
    command.add("--bloomery.admission.ramdisk-loads=0");
    command.addAll(more);
    ProgramProcess process = ProgramProcess.start(jvm, command, data.resolve("controller.log"));
    Controller controller = new Controller(process, ports, data);
    controller.awaitAnswer();
    return controller;
  }

  /** The arguments of simulated machines that boot from a controller with these ports. */
  static List<String> simulation(Ports ports, int machines) {
    List<String> arguments = new ArrayList<>(List.of("--machines", "" + machines));
    arguments.addAll(
        List.of("--dhcp", "127.0.0.1:" + ports.dhcp(), "--tftp-port", "" + ports.tftp()));
    arguments.addAll(List.of("--chassis", chassis(ports), "--ssh-port", "" + ports.ssh()));
    return arguments;
  }

  static String chassis(Ports ports) {
    return "127.0.0.1:" + ports.chassis();
  }

  /** Files of a boot loader's size; simulated machines load them and do not run them. */
  private static Path bootFiles(Path data) throws IOException {
    Path files = Files.createDirectories(data.resolve("boot-files"));
    for (String name :
        List.of("undionly.kpxe", "snponly.efi", "ipxe.efi", "local.efi", "vmlinuz", "initrd.img")) {
      if (Files.notExists(files.resolve(name))) {
        Files.write(files.resolve(name), new byte[70_000]);
      }
    }
    return files;
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      if (Files.exists(data.resolve("admin-password")) && rest().answers()) {
        return;
      }
      Thread.sleep(250);
    }
    process.close();
    throw new IOException("the controller did not start, see " + data.resolve("controller.log"));
  }

  Rest rest() throws IOException {
    String password = Files.readString(data.resolve("admin-password")).strip();
    return new Rest("http://127.0.0.1:" + ports.web(), "admin", password);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
