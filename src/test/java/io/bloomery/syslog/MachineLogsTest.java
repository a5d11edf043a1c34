package io.bloomery.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.MachineChanged;
import io.bloomery.network.TestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class MachineLogsTest {
  private static final String PAD = "x".repeat(1000);

  @TempDir private Path data;
  private final TestNetwork network = new TestNetwork(Map.of());

  @AfterEach
  void close() {
    network.close();
  }

  private MachineLogs logs(String perMachine, String inAll) {
    return new MachineLogs(
        data,
        new SyslogSettings(
            true,
            0,
            DataSize.parse(perMachine),
            DataSize.parse(inAll),
            DataSize.ofKilobytes(64),
            10,
            10),
        network.machines);
  }

  private static LogLine line(long micros, String text) {
    return new LogLine(LogLine.instant(micros), 13, "a", "1", "", "", text);
  }

  private static List<LogLine> lines(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(it -> line(it, it + PAD)).toList();
  }

  private static List<LogLine> all(MachineLogs logs, String machine) {
    return logs.read(machine, Instant.MIN, Instant.MAX, 1_000_000);
  }

  private long onDisk() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("machine-logs"))) {
      return files.mapToLong(it -> it.toFile().length()).sum();
    }
  }

  @Test
  void theOldestOfAMachineGoesFirst() throws IOException {
    MachineLogs logs = logs("64KB", "1MB");
    logs.append("m1", lines(1, 300));
    for (int i = 301; i <= 400; i++) {
      logs.append("m1", lines(i, 1));
    }
    List<LogLine> kept = all(logs, "m1");
    assertThat(onDisk()).isBetween(32L << 10, 64L << 10);
    assertThat(kept).hasSizeBetween(31, 64);
    assertThat(kept).isEqualTo(lines(401 - kept.size(), kept.size()));
  }

  @Test
  void theLongestLogIsShortenedFirst() throws IOException {
    MachineLogs logs = logs("64KB", "150KB");
    logs.append("quiet", lines(1, 3));
    for (int i = 0; i < 100; i++) {
      for (String loud : List.of("m1", "m2", "m3", "m4")) {
        logs.append(loud, lines(10 * i, 10));
      }
    }
    assertThat(onDisk()).isLessThanOrEqualTo(150 << 10);
    assertThat(all(logs, "quiet")).isEqualTo(lines(1, 3));
    assertThat(all(logs, "m4")).isNotEmpty().endsWith(lines(999, 1).get(0));
  }

  @Test
  void aPartIsReadByItsTimes() throws IOException {
    MachineLogs logs = logs("64KB", "1MB");
    logs.append("m1", lines(1, 50));
    assertThat(logs.read("m1", LogLine.instant(9), LogLine.instant(13), 100))
        .isEqualTo(lines(10, 3));
    assertThat(logs.read("m1", LogLine.instant(9), Instant.MAX, 2)).isEqualTo(lines(10, 2));
    assertThat(logs.read("m2", Instant.MIN, Instant.MAX, 2)).isEmpty();
  }

  @Test
  void afterAStartItGoesOnWhereItWas() throws IOException {
    logs("64KB", "150KB").append("m1", lines(1, 25));
    Files.writeString(
        data.resolve("machine-logs/m1.log"), "26\t13\ta", java.nio.file.StandardOpenOption.APPEND);
    MachineLogs again = logs("64KB", "150KB");
    assertThat(all(again, "m1")).isEqualTo(lines(1, 25));
    again.append("m1", lines(30, 40));
    assertThat(onDisk()).isLessThanOrEqualTo(64 << 10);
    assertThat(all(again, "m1")).endsWith(lines(69, 1).get(0));
  }

  @Test
  void aForgottenMachineTakesItsLogWithIt() throws IOException {
    network.machine("52:54:00:00:00:01", null);
    String id = network.machines.byMac(new MacAddress("52:54:00:00:00:01")).orElseThrow().id();
    MachineLogs logs = logs("64KB", "1MB");
    logs.append(id, lines(1, 3));
    logs.changed(new MachineChanged(id));
    assertThat(all(logs, id)).hasSize(3);
    network.machines.forget(id);
    logs.changed(new MachineChanged(id));
    assertThat(all(logs, id)).isEmpty();
    assertThat(onDisk()).isZero();
  }
}
