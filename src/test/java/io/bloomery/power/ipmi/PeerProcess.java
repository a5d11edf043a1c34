package io.bloomery.power.ipmi;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A BMC that nobody here wrote, as a process of the test. */
final class PeerProcess implements AutoCloseable {
  static final String USER = "admin";
  static final String PASSWORD = "password"; // fakebmc knows no other

  private final List<String> command;
  private final Path directory;
  final int port;
  private Process process;

  private PeerProcess(Path directory, int port, List<String> command) throws Exception {
    this.directory = directory;
    this.port = port;
    this.command = command;
    start();
  }

  static PeerProcess fakebmc(Path directory) throws Exception {
    int port = freePort();
    // Not the python3 of PATH: only Debian's has Debian's packages.
    return new PeerProcess(
        directory, port, List.of("/usr/bin/python3", "/usr/bin/fakebmc", "--port", "" + port));
  }

  /** OpenIPMI's simulator, which has its machine switched by a script: what it says is kept. */
  static PeerProcess ipmiSim(Path directory) throws Exception {
    int port = freePort();
    Path script = directory.resolve("chassis");
    Files.writeString(
        script,
        """
        #!/bin/sh
        cd %s
        echo "$@" >>calls
        case "$2 $3" in
          "get power") echo "power:$(cat power 2>/dev/null || echo 0)" ;;
          "set power") echo "$4" >power ;;
          "get boot") echo "boot:$(cat boot 2>/dev/null || echo default)" ;;
          "set boot") echo "$4" >boot ;;
        esac
        """
            .formatted(directory));
    Files.setPosixFilePermissions(
        script, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Path lan =
        Files.writeString(
            directory.resolve("lan.conf"),
            """
            name "bloomery"
            set_working_mc 0x20
            startlan 1
              addr 127.0.0.1 %d
              priv_limit admin
              guid a123456789abcdefa123456789abcdef
            endlan
            chassis_control "%s 0x20"
            user 1 false "" "" user 10 none
            user 2 true "admin" "password" admin 10 none md5
            """
                .formatted(port, script));
    Path emulation =
        Files.writeString(
            directory.resolve("bmc.emu"),
            """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
            mc_enable 0x20
            """);
    Path state = Files.createDirectories(directory.resolve("state"));
    return new PeerProcess(
        directory,
        port,
        List.of("/usr/bin/ipmi_sim", "-c", "" + lan, "-f", "" + emulation, "-s", "" + state, "-n"));
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("out").toFile()))
            .start();
    // It listens when ipmitool gets an answer.
    for (int attempt = 0; attempt < 20; attempt++) {
      if (tool("power", "status").contains("Chassis Power is")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException(command + ": " + Files.readString(directory.resolve("out")));
  }

  String tool(String... words) throws Exception {
    return Tools.ipmitool(port, USER, PASSWORD, 3, words);
  }

  /** With what the simulator's machine was switched. */
  List<String> calls() throws IOException {
    return Files.readAllLines(directory.resolve("calls"));
  }

  void signal(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
