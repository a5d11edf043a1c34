package io.bloomery.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A network namespace for clients, with a cable from here to it. Needs root. */
final class Cable implements AutoCloseable {
  static final String HERE = "blm-bench0";
  static final String THERE = "blm-bench1";
  private static final String NAMESPACE = "blm-bench";

  private Cable() {}

  /**
   * Plugs it in.
   *
   * @param near address and prefix of this end
   * @param far address and prefix of the clients' end
   */
  static Cable plug(String near, String far) throws IOException, InterruptedException {
    Cable cable = new Cable();
    cable.close();
    ip("netns add " + NAMESPACE);
    ip("link add " + HERE + " type veth peer name " + THERE + " netns " + NAMESPACE);
    ip("address add " + near + " dev " + HERE);
    ip("link set " + HERE + " up");
    ip("-n " + NAMESPACE + " address add " + far + " dev " + THERE);
    ip("-n " + NAMESPACE + " link set " + THERE + " up");
    return cable;
  }

  /** What a client says that runs at the far end to its end. */
  String client(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static void ip(String arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ip"));
    line.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "ip " + arguments + ": " + output.strip() + " (expected: root, and iproute2 installed)");
    }
  }

  @Override
  public void close() throws IOException {
    for (String rest : List.of("ip link delete " + HERE, "ip netns delete " + NAMESPACE)) {
      new ProcessBuilder(rest.split(" "))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    }
  }
}
