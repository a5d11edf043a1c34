package io.bloomery.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A server while a bench measures it: ours, or a peer's process. */
interface ServerUnderTest extends AutoCloseable {
  long pid();

  @Override
  void close() throws IOException;

  static ServerUnderTest of(Controller controller) {
    return new ServerUnderTest() {
      @Override
      public long pid() {
        return controller.pid();
      }

      @Override
      public void close() {
        controller.close();
      }
    };
  }

  /** Starts a peer; what it says goes to a file. */
  static ServerUnderTest of(Path log, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ServerUnderTest() {
      @Override
      public long pid() {
        return process.pid();
      }

      @Override
      public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
      }
    };
  }

  /** How to start one. */
  interface Starting {
    ServerUnderTest start() throws IOException, InterruptedException;
  }
}
