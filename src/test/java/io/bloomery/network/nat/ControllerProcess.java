package io.bloomery.network.nat;

import io.bloomery.network.Cidr;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** NAT in a process of its own, so that it can be in a network namespace, and be killed. */
final class ControllerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ControllerProcess(Process process) {
    this.process = process;
    output = process.inputReader();
  }

  /** Works until its input ends. */
  public static void main(String[] arguments) throws IOException {
    Nat nat = new Nat(arguments[0], Cidr.of(arguments[1]));
    try {
      nat.start();
    } catch (IllegalStateException refused) {
      System.out.println(refused.getMessage());
      return;
    }
    System.out.println("started");
    while (System.in.read() >= 0) {
      continue;
    }
    nat.stop();
  }

  /** Starts one behind {@code prefix}, the command that puts it where it should be. */
  static ControllerProcess start(List<String> prefix, String device, String subnet)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            ControllerProcess.class.getName(),
            device,
            subnet));
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
