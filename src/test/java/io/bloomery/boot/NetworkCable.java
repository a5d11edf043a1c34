package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace with a cable to it. Everything in it, and the cable, is gone after {@link
 * #close}.
 */
public final class NetworkCable implements AutoCloseable {
  private final String namespace;
  private final String here;
  private final String farEnd;

  private NetworkCable(String name) {
    namespace = "blm-" + name;
    here = "blm" + name + "0";
    farEnd = "blm" + name + "1";
  }

  /**
   * Plugs one in, or skips the test with a reason.
   *
   * @param name at most 8 letters, the test's own
   * @param near address and prefix of this end, or null for none
   * @param far address and prefix of the other end, or null for none
   */
  public static NetworkCable plug(String name, String near, String far) throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
    assumeTrue(installed("ip"), "iproute2 is not installed");
    NetworkCable cable = new NetworkCable(name);
    cable.close();
    assumeTrue(
        run("ip", "netns", "add", cable.namespace).code() == 0,
        "network namespaces are not allowed here");
    cable.ip("link add", cable.here, "type veth peer name", cable.farEnd, "netns", cable.namespace);
    if (near != null) {
      cable.ip("address add", near, "dev", cable.here);
    }
    cable.ip("link set", cable.here, "up");
    cable.ip("-n", cable.namespace, "link set lo up");
    cable.ip("-n", cable.namespace, "link set", cable.farEnd, "up");
    if (far != null) {
      cable.ip("-n", cable.namespace, "address add", far, "dev", cable.farEnd);
    }
    return cable;
  }

  /**
   * Makes a switch of the far end, for virtual machines.
   *
   * @return the tap device of the one port it has
   */
  public String switchPort() {
    ip("-n", namespace, "link add br0 type bridge");
    ip("-n", namespace, "link set br0 up");
    ip("-n", namespace, "link set", farEnd, "master br0");
    ip("-n", namespace, "tuntap add dev tap0 mode tap");
    ip("-n", namespace, "link set tap0 master br0 up");
    return "tap0";
  }

  /** Gives the switch an address, for a server there. */
  public void switchAddress(String address) {
    ip("-n", namespace, "address add", address, "dev br0");
  }

  public String here() {
    return here;
  }

  public String farEnd() {
    return farEnd;
  }

  public String farMac() throws Exception {
    return run(inside("cat", "/sys/class/net/" + farEnd + "/address")).output().strip();
  }

  /** Runs a command at the far end to its end. */
  public Finished thereDone(String... command) throws Exception {
    return run(inside(command));
  }

  /**
   * Asks for an address once with busybox's client, or skips the test.
   *
   * @param script what the client tells of it
   */
  public Finished udhcpc(String script, String... more) throws Exception {
    assumeTrue(installed("udhcpc"), "udhcpc is not installed");
    List<String> command =
        new ArrayList<>(List.of("udhcpc", "-i", farEnd, "-nqf", "-t", "5", "-T", "1"));
    command.addAll(List.of(more));
    command.addAll(List.of("-s", script));
    return thereDone(command.toArray(String[]::new));
  }

  /** Starts a program at the far end. */
  public Running there(String... command) throws IOException {
    Path log = Files.createTempFile("blm", ".log");
    Process process =
        new ProcessBuilder(inside(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Running(process, log);
  }

  private String[] inside(String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(Arrays.asList(command));
    return all.toArray(String[]::new);
  }

  private void ip(String... words) {
    List<String> all = new ArrayList<>(List.of("ip"));
    for (String word : words) {
      all.addAll(Arrays.asList(word.split(" ")));
    }
    Finished finished = run(all.toArray(String[]::new));
    assertThat(finished.code()).as(all + ": " + finished.output()).isZero();
  }

  @Override
  public void close() {
    // Clients leave helpers behind, and a test that was killed all of its own.
    run("ip", "netns", "pids", namespace)
        .output()
        .lines()
        .filter(line -> line.matches("\\d+"))
        .map(Long::valueOf)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
    run("ip", "link", "delete", here);
    run("ip", "netns", "delete", namespace);
  }

  public record Finished(int code, String output) {}

  /** A program at the far end. */
  public final class Running implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Running(Process process, Path log) {
      this.process = process;
      this.log = log;
    }

    public boolean isAlive() {
      return process.isAlive();
    }

    public String output() throws IOException {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    /** Waits until something has this UDP port there. */
    public void awaitUdpPort(int port) throws Exception {
      for (int i = 0; i < 100; i++) {
        assertThat(process.isAlive()).as(output()).isTrue();
        if (thereDone("ss", "-Hlun", "sport", "=", ":" + port).output().contains(":" + port)) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      throw new IllegalStateException("nothing at port " + port + ": " + output());
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      process.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(this::kill).join();
      Files.deleteIfExists(log);
    }

    private Process kill(Throwable stubborn) {
      return process.destroyForcibly().onExit().join();
    }
  }

  public static boolean installed(String program) {
    return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
        .anyMatch(it -> Files.isExecutable(Path.of(it, program)));
  }

  private static Finished run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      byte[] output = process.getInputStream().readAllBytes();
      process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
      return new Finished(process.exitValue(), new String(output, StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(String.join(" ", command), failed);
    }
  }
}
