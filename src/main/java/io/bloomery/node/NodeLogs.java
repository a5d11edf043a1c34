package io.bloomery.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What machines print while they work on a task: one file per task, of bounded size and number. */
@Component
class NodeLogs {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final int FILES = 200;
  private static final String END = ".log";

  private final Path directory;
  private final long most;

  NodeLogs(@Value("${bloomery.data:./data}") Path data, NodeSettings settings) {
    directory = data.resolve("logs").toAbsolutePath().normalize();
    most = settings.taskLog().toBytes();
  }

  /** Appends what comes, until the log has its full size; the rest is thrown away. */
  void append(String machine, String task, byte[] text) throws IOException {
    Path file = file(machine, task);
    if (Files.notExists(file)) {
      Files.createDirectories(file.getParent());
      thinOut(file.getParent());
    }
    long left = most - (Files.exists(file) ? Files.size(file) : 0);
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(text, 0, (int) Math.max(0, Math.min(left, text.length)));
    }
  }

  /** The log of a task, if it printed anything. */
  public Optional<Path> of(String machine, String task) {
    return Optional.of(file(machine, task)).filter(Files::isRegularFile);
  }

  /** The tasks of a machine that have a log, the newest first. */
  public List<String> tasks(String machine) throws IOException {
    Path logs = file(machine, "x").getParent();
    if (Files.notExists(logs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(logs)) {
      return files
          .sorted(Comparator.comparing(NodeLogs::time).reversed())
          .map(file -> file.getFileName().toString().replaceFirst("\\.log$", ""))
          .toList();
    }
  }

  private void thinOut(Path logs) throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      List<Path> oldest = files.sorted(Comparator.comparing(NodeLogs::time)).toList();
      for (Path file : oldest.subList(0, Math.max(0, oldest.size() - FILES + 1))) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static long time(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException removed) {
      return 0;
    }
  }

  /** Names come from the wire in part, so nothing but a name may pass. */
  private Path file(String machine, String task) {
    if (!NAME.matcher(machine).matches() || !NAME.matcher(task).matches()) {
      throw new IllegalArgumentException(
          "log: " + machine + "/" + task + " (expected: ids of letters, digits and hyphens)");
    }
    return directory.resolve(machine).resolve(task + END);
  }
}
