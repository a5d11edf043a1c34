package io.bloomery.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the distribution at work. Closing it ends it, whatever it does. */
final class Tool implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path complaints;

  private Tool(String name, Process process, Path complaints) {
    this.name = name;
    this.process = process;
    this.complaints = complaints;
  }

  /**
   * Starts it.
   *
   * @param from the file it reads, or null to write to {@link #input}
   * @param to the file it writes, or null to read from {@link #output}
   */
  static Tool start(List<String> command, Path from, Path to) throws IOException {
    Path complaints = Files.createTempFile("bloomery-", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
    // Its messages are shown to people: one language, and nothing of the controller's own settings.
    builder.environment().put("LC_ALL", "C");
    if (from != null) {
      builder.redirectInput(from.toFile());
    }
    if (to != null) {
      builder.redirectOutput(to.toFile());
    }
    try {
      return new Tool(command.get(0), builder.start(), complaints);
    } catch (IOException missing) {
      Files.deleteIfExists(complaints);
      throw new IOException(
          command.get(0) + " cannot be started (expected: the distribution's package that has it)",
          missing);
    }
  }

  /** Runs it to its end and returns what it prints. */
  static String run(List<String> command) throws IOException, InterruptedException {
    try (Tool tool = start(command, null, null)) {
      tool.input().close();
      byte[] printed = tool.output().readNBytes(1 << 20);
      tool.finish("");
      return new String(printed, StandardCharsets.UTF_8);
    }
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  InputStream output() {
    return process.getInputStream();
  }

  /**
   * Waits for its end.
   *
   * @throws ImportFailed if it complains
   */
  void finish(String meaning) throws IOException, InterruptedException {
    int code = exitCode();
    if (code != 0) {
      throw new ImportFailed((meaning + " " + complaint(code)).trim());
    }
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** What it says of its failure, in one line. */
  String complaint(int code) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(complaints, StandardCharsets.ISO_8859_1)) {
      String line = reader.readLine();
      return line == null ? name + " ended with " + code : line.strip();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(complaints);
  }
}
