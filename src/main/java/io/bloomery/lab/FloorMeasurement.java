package io.bloomery.lab;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Measures the floor on twins of the machines, all at once, as the deployments will run: one start
 * that copies the image, one first boot from the copy.
 */
final class FloorMeasurement implements AutoCloseable {
  private static final Duration COPY = Duration.ofMinutes(8);
  private static final Duration FIRST_BOOT = Duration.ofMinutes(15);
  private static final int REPORT_PORT = 8082;

  private final VirtualHost host;
  private final FloorFiles files;
  private final Progress progress;
  private final HttpServer reports;

  /** Files and network have to be there. */
  FloorMeasurement(VirtualHost host, Path home, Progress progress) {
    this.host = host;
    this.progress = progress;
    this.files = FloorFiles.prepare(home);
    try {
      reports = HttpServer.create(new InetSocketAddress(LabNetwork.CONTROLLER, REPORT_PORT), 0);
      reports.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      reports.start();
    } catch (IOException e) {
      throw new LabFailure("port %d for first-boot reports".formatted(REPORT_PORT), e);
    }
  }

  Floor measure(LabMachine machine) {
    LabMachine twin = machine.twin(Remains.DIRECTORY);
    try {
      Hypervisor hypervisor = host.hypervisor();
      CpuMeter cpu = new CpuMeter(hypervisor, twin.name());
      host.define(twin, files.copying());
      long on = start(twin);
      double boot = awaitLine(twin, "floor: init", on, cpu);
      double begun = awaitLine(twin, "floor: copy\n", on, cpu);
      double copied = awaitLine(twin, "floor: copied", on, cpu);
      progress.say(
          machine.name(),
          "floor",
          "firmware and kernel %.1f s, image copied in %.1f s".formatted(boot, copied - begun));
      Patience.of(Duration.ofSeconds(20)).until(() -> !hypervisor.runs(twin.name()));
      hypervisor.powerOff(twin.name());

      String address = "10.17.17." + (200 + machine.number());
      host.define(twin, files.firstBoot(twin, address, REPORT_PORT));
      on = start(twin);
      Patience patience = Patience.of(FIRST_BOOT);
      while (!SshWatch.greets(address)) {
        cpu.seconds();
        if (patience.over()) {
          throw hangs(twin, "SSH at " + address);
        }
        Patience.pause(Duration.ofMillis(250));
      }
      double firstBoot = since(on);
      double seconds = cpu.seconds();
      progress.say(machine.name(), "floor", "first boot to SSH %.1f s".formatted(firstBoot));
      return new Floor(boot, copied - begun, firstBoot, seconds);
    } finally {
      host.remove(twin);
    }
  }

  private long start(LabMachine twin) {
    host.hypervisor().start(twin.name());
    return host.hypervisor()
        .process(twin.name())
        .orElseThrow(() -> new LabFailure(twin.name() + " was started but has no QEMU"))
        .startedAt();
  }

  private double awaitLine(LabMachine twin, String line, long on, CpuMeter cpu) {
    Patience patience = Patience.of(COPY);
    while (!said(twin).contains(line)) {
      cpu.seconds();
      if (patience.over() || said(twin).contains("floor: failed")) {
        throw hangs(twin, "the line '" + line.strip() + "'");
      }
      Patience.pause(Duration.ofMillis(100));
    }
    return since(on);
  }

  private static String said(LabMachine twin) {
    try {
      return Files.readString(twin.serial(), StandardCharsets.ISO_8859_1).replace("\r", "");
    } catch (IOException nothingYet) {
      return "";
    }
  }

  private static double since(long on) {
    return (System.currentTimeMillis() - on) / 1000.0;
  }

  private static LabFailure hangs(LabMachine twin, String waitedFor) {
    return new LabFailure(
        "%s: waited in vain for %s; its console ends with\n%s"
            .formatted(twin.name(), waitedFor, VirtualHost.serialTail(twin, 20)));
  }

  @Override
  public void close() {
    reports.stop(0);
    files.delete();
  }
}
