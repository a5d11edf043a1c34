package io.bloomery.power.ipmi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** IPMI programs that nobody here wrote, asked for a second opinion. Passwords not in argv. */
final class Tools {
  /** Instead of a cipher suite: ipmitool takes the best that the BMC lists. */
  static final int ITS_CHOICE = -1;

  private Tools() {}

  /** The first of the programs that is not installed, or null. */
  static String missing(String... programs) {
    for (String program : programs) {
      if (!Files.isExecutable(Path.of(program))) {
        return program + " is not installed";
      }
    }
    return null;
  }

  static String ipmitool(int port, String user, String password, int suite, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/ipmitool", "-I", "lanplus"));
    command.addAll(List.of("-H", "127.0.0.1", "-p", "" + port, "-U", user, "-E"));
    if (suite != ITS_CHOICE) {
      command.addAll(List.of("-C", "" + suite));
    }
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("IPMI_PASSWORD", password);
    return run(builder);
  }

  static String ipmipower(Path config, int port, int suite, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/sbin/ipmipower"));
    command.addAll(List.of("--config-file", config.toString(), "-D", "LAN_2_0"));
    command.addAll(List.of("-h", "127.0.0.1:" + port, "-I", "" + suite));
    command.addAll(List.of(words));
    return run(new ProcessBuilder(command));
  }

  private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile("bloomery-ipmi", ".txt");
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return Files.readString(output);
    } finally {
      Files.delete(output);
    }
  }
}
