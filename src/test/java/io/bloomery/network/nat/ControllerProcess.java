package io.bloomery.network.nat;

import io.bloomery.boot.dhcp.PlanText;
import io.bloomery.network.TestNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** NAT in a process of its own, so that it can be in a network namespace, and be killed. */
final class ControllerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ControllerProcess(Process process) {
    this.process = process;
    output = process.inputReader();
  }

  /**
   * Works until its input ends, and plans what it reads. Whatever else goes wrong is an answer too:
   * threads of the parts would keep a process alive that nobody hears of again.
   */
  public static void main(String[] arguments) {
    try {
      work(arguments);
      System.exit(0);
    } catch (IOException | RuntimeException | Error failed) {
      failed.printStackTrace();
      System.out.println("NAT: " + failed);
      System.exit(1);
    }
  }

  private static void work(String[] arguments) throws IOException {
    try (TestNetwork network = new TestNetwork(settings(arguments[0], arguments[1]))) {
      Nat nat = new Nat(network.settings, network.networks);
      try {
        nat.start();
      } catch (IllegalStateException refused) {
        System.out.println(refused.getMessage());
        return;
      }
      System.out.println("started");
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        PlanText.add(network.networks, line);
      }
      nat.stop();
    }
  }

  private static Map<String, String> settings(String device, String network) {
    return Map.of(
        "interface", device,
        "nat", "true",
        "subnet", network + ".0/24",
        "address", network + ".1",
        "static-range", network + ".10-" + network + ".99",
        "dynamic-range", network + ".100-" + network + ".199");
  }

  /** Starts one behind {@code prefix}, the command that puts it where it should be. */
  static ControllerProcess start(List<String> prefix, String device, String network)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            ControllerProcess.class.getName(),
            device,
            network));
    return new ControllerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** What it says of its start: {@code started}, or why not. */
  String answer() throws IOException {
    String line;
    do {
      line = output.readLine();
    } while (line != null && !line.equals("started") && !line.startsWith("NAT: "));
    return line;
  }

  /** Has it changed its plan, by a line of {@link PlanText}. */
  void plan(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void kill() {
    process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Stops it as a controller stops. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
