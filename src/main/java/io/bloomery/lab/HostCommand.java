package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the host, with a limit, and keeps what it said. */
final class HostCommand {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private HostCommand() {}

  /** What a program answered; {@code text} is its standard output. */
  record Answer(int exit, String text, String errors) {
    boolean ok() {
      return exit == 0;
    }
  }

  /** Runs the program and returns its output; a failure carries its error text. */
  static String must(String... command) {
    return must(LIMIT, command);
  }

  static String must(Duration limit, String... command) {
    Answer answer = run(limit, command);
    if (!answer.ok()) {
      throw new LabFailure(
          "%s ended with %d (expected: 0): %s"
              .formatted(String.join(" ", command), answer.exit(), answer.errors().strip()));
    }
    return answer.text();
  }

  static Answer run(String... command) {
    return run(LIMIT, command);
  }

  /** Output goes through files, so that a daemon which keeps our pipes open cannot hold us. */
  static Answer run(Duration limit, String... command) {
    Path out = null;
    Path errors = null;
    try {
      out = Files.createTempFile("bloomery-lab", ".out");
      errors = Files.createTempFile("bloomery-lab", ".err");
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Answer(
            124, Files.readString(out), "no end within " + limit.toSeconds() + " seconds");
      }
      return new Answer(process.exitValue(), Files.readString(out), Files.readString(errors));
    } catch (IOException e) {
      return new Answer(127, "", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted while running " + String.join(" ", command), e);
    } finally {
      delete(out);
      delete(errors);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
