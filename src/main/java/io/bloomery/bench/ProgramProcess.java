package io.bloomery.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One of this program's commands in a JVM of its own; its output goes to a file. */
final class ProgramProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Process process;

  private ProgramProcess(Process process) {
    this.process = process;
  }

  static ProgramProcess start(List<String> jvm, List<String> command, Path log) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvm);
    String classPath = withoutTests(System.getProperty("java.class.path"));
    // A packaged program is one jar that carries its libraries; from a build directory it is a path
    // of many.
    if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
      line.addAll(List.of("-jar", classPath));
    } else {
      line.addAll(List.of("-cp", classPath, "io.bloomery.Bloomery"));
    }
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new ProgramProcess(builder.start());
  }

  /**
   * The program takes every configuration below its package for its own, and tests have some that
   * switch parts of it off.
   */
  private static String withoutTests(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As the kernel does when memory runs out: no hook, no flush. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
